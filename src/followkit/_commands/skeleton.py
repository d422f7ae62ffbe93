"""Hold the text of a new facts file: what a person fills in, with a question at every gap.

Every example is commented out, so the file can be read as it is; ``$names`` are filled in by ``followkit new``.
"""

HEAD = """\
# What followkit should know about one application. A line that begins with # is a comment, and is not read.
# Fill in what you know and remove the # in front of it; leave the rest. Then ask, as often as you like:
#
#     followkit plan $file

# What is the employer called, what is the role called, and in which country is it (two letters)?
# company = "Acme"
# position = "Backend Engineer"
# country = "US"

# Did they say by when you will hear? Write the last day of what they said.
# decision_by = 2025-06-13

# Who are you? Your name, address and telephone number, as they should stand under a note.
$me

# What would you bring? Whole sentences, each with its evidence; the most important one first.
# strengths = ["At Northwind I moved invoicing from a nightly batch to a queue; late invoices fell by half."]
"""

ME = '# me = { name = "Dana Kim", email = "dana@example.org", phone = "+1 212 555 0142" }'
ME_FILE = 'me = "$me_file"'

INTERVIEW = """
# One table for each interview; "panel" is its name here, call it as you like.
# When did it start, by the clock there; how long was it; in which time zone; and who was in it?
# [interviews.panel]
# start = 2025-06-05T14:00:00
# minutes = 60
# zone = "America/New_York"
# with = ["priya", "sam"]
"""

PERSON = """
# One table for each person, by the short name you used above. Ask the coordinator for an address; never guess it.
# What did only you two talk about? It completes "I keep coming back to what you said about …"
# [people.priya]
# name = "Priya Raman"
# email = "priya@acme.example"
# role = "hiring manager"                 # or recruiter, coordinator, peer, executive
# talked_about = ["taking billing off the nightly cron"]
# needs = ["fewer manual corrections at month end"]    # What did they say they need?
# concerns = ["no on-call experience"]    # What did they doubt?
# reassurances = ["I have kept my own service running for three years."]    # And what settles it, in one sentence?
"""

WHO_ARE_YOU = """\
# Which of these are you? Take yourself out of this list and out of [people], then remove the # in front of it."""
TALKED_ABOUT = """\
# talked_about = ["…"]                    # What did only you two talk about?"""
ROLE = """\
# role = "hiring manager"                 # or recruiter, coordinator, peer, executive"""
EMAIL = """\
# email = "name@example.org"              # Ask the coordinator; never guess it."""

TAIL = """
# What happens from here on stands below, added by commands such as:
#
#     followkit record $file sent thank-you/$person
#     followkit record $file promised --decision-by 2025-06-20
"""
