"""What the channel keeps to, in one call."""

import followkit_whatsapp

from followkit.testing import check_channel


def test_the_channel_keeps_the_contract():
    check_channel(followkit_whatsapp.followkit_channels()[0], reaches={"whatsapp": "+48 601 234 567"})
