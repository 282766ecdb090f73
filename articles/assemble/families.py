"""Words that tell which kinds of event can be the same happening told twice; the kinds are geodata's."""

from __future__ import annotations

from geodata.families import FAMILY_OF, OUTCOME_OF, Family

__all__ = ["FAMILY_OF", "OUTCOME_OF", "Family"]

# Nouns that may point back: "the attack", "these strikes". A verb after "the army" points nowhere.
HAPPENING_NOUNS = frozenset(
    "attack attacks strike strikes airstrike airstrikes shelling bombardment bombing bombings bomb bombs "
    "explosion "
    "explosions blast blasts raid raids assault assaults massacre massacres killing killings clash clashes "
    "fighting "
    "battle battles violence incident incidents ambush shooting shootings kidnapping kidnappings abduction "
    "abductions protest protests offensive advance missile missiles rocket rockets carnage atrocities "
    "death deaths "
    "retaking recapture liberation withdrawal retreat casualties".split()
)
# What goes on behind an event: "..., as fighting for the town intensified".
BACKDROP_WORDS = frozenset(
    {"fighting", "clashes", "battles", "violence", "hostilities", "shelling", "offensive"}
)
# Triggers that name a person, a thing or a state of affairs; in running text they report nothing new.
STATES = frozenset(
    "captive captives custody hostage hostages detainee detainees prisoner prisoners tanks preparing losses "
    "military|equipment controlled controls held occupied detention deal deals amnesty checkpoint "
    "checkpoints".split()
)
# What may stand between the words of an outcome: "at least nine people were killed and wounded".
NUMBERING_WORDS = frozenset(
    "and or at least people civilians militants soldiers fighters troops rebels were was been have had has "
    "the a of more than some others their his her lost claimed took taken left leaving one two three four "
    "five six seven eight nine ten dozens hundreds".split()
)
# Words for violence that leave open what it was: "the attack", "targeted", "the killings".
VAGUE_WORDS = frozenset(
    "attack attacks attacked attacking target targets targeted targeting assault assaults raid raids "
    "violence "
    "incident incidents massacre massacres carnage atrocity atrocities killings operation operations".split()
)
# What a strike or a raid leaves behind, told as an event of its own.
DAMAGE_WORDS = frozenset(
    "burned burnt burning burn ablaze fire fires torched destroyed damaged destroying damaging arson".split()
)
# Sounds of whatever went off.
BLAST_WORDS = frozenset("explosion explosions blast blasts heard rocked".split())
OUTCOME_WORDS = frozenset(
    "killed killing kill kills dead died die dies death deaths casualties casualty injured wounded wounding "
    "injuring victims victim neutralised neutralized eliminated fatalities toll lives perished slain "
    "lost".split()
)
