"""Each defence of the public log taken out, with the attack that then goes through. Part of the kept mutants.

May live here: the table. The attack is the test in tests/publishing that must turn red.
"""

from __future__ import annotations

from tests.mutants.kept import Mutant

PUBLISHED = "tests/publishing/test_attacks.py::test_what_was_published_is_changed_in_the_database[sqlite-"
WAITING = "tests/publishing/test_attacks.py::test_what_waits_is_changed_in_the_database[sqlite-"
ATTACK = "tests/publishing/test_attacks.py::test_"
FORGED = "tests/publishing/test_forged_receipts.py::test_"
RUNNING, INTEGRATING = "app/publishing/running.py", "store/integrating.py"

DEFENCES = (
    # --------------------------------------------------------------------------------------------- the start check
    Mutant(
        "events are not counted at the start", RUNNING,
        "if counted[0] != at.events or counted[1] < 0:", "if False:", f"{PUBLISHED}delete an event]",
    ),
    Mutant(
        "an event in the past is not looked for", RUNNING,
        'return Fault("leaf-unlogged" if counted[0] > at.events or counted[1] < 0 else "position-gap", "event")',
        'return Fault("position-gap", "event") if counted[0] < at.events else None',
        f"{PUBLISHED}insert one in the past]",
    ),
    Mutant(
        "the root is not compared at the start", RUNNING,
        'return None if found == last.root else Fault("root-differs", str(last.size))', "return None",
        f"{PUBLISHED}edit one]",
    ),
    Mutant(
        "the order in the tree is not compared", RUNNING,
        'return None if found == last.root else Fault("root-differs", str(last.size))', "return None",
        f"{PUBLISHED}reorder two in the tree]",
    ),
    Mutant(
        "a leaf that is gone is passed over", INTEGRATING,
        "return whole if len(whole) == len(found) else", "return whole if whole is not None else",
        f"{PUBLISHED}drop a whole case with its places]",
    ),
    Mutant(
        "what was signed is not remembered", RUNNING,
        "    if last.size > at.size:", "    if False:", f"{ATTACK}yesterday_s_backup_is_restored[sqlite]",
    ),
    # --------------------------------------------------------------------------------------------------- the chain
    Mutant(
        "positions may have gaps", INTEGRATING,
        "if leaf.position != expected[leaf.source]:", "if False:", f"{WAITING}delete one that waits]",
    ),
    Mutant(
        "the leaf is not hashed again", INTEGRATING,
        "if fields is None or leaf_hash(leaf.leaf) != leaf.hash:", "if fields is None:",
        f"{WAITING}edit one that waits]",
    ),
    Mutant(
        "the chain of a case is not followed", INTEGRATING,
        'if fields.get("n") != leaf.n or fields.get("h") !=', 'if False and fields.get("h") !=',
        f"{WAITING}edit one that waits, and its hash]",
    ),
    Mutant(
        "neither chain nor number of a case is looked at", INTEGRATING,
        'if fields.get("n") != leaf.n or fields.get("h") !=', 'if False and fields.get("h") !=',
        f"{WAITING}renumber inside a case]",
    ),
    Mutant(
        "a gap that was closed is not noticed", INTEGRATING,
        'if fields.get("n") != leaf.n or fields.get("h") !=', 'if False and fields.get("h") !=',
        f"{WAITING}take one out and close the gap]",
    ),
    # ----------------------------------------------------------------------------------------------- the witnesses
    Mutant(
        "a witness that has seen more is not believed", "app/publishing/witnesses.py",
        "if int(stated) > size:", "if False:", f"{ATTACK}yesterday_s_backup_of_the_whole_machine_is_restored[sqlite]",
    ),
    Mutant(
        "a witness cosigns a second tree", "transparency/witnessing.py",
        "if old == checkpoint.size and checkpoint.root != last.root:", "if False:",
        f"{ATTACK}two_trees_are_served_to_two_readers[sqlite]",
    ),
    Mutant(
        "no witness is needed", "transparency/policy.py",
        "return opened if self.satisfied(set(signed)) else", "return opened if True else",
        f"{ATTACK}two_trees_are_served_to_two_readers[sqlite]",
    ),
    Mutant(
        "any key signs for the log", "transparency/checkpoints.py",
        'return (checkpoint, note) if signed else Fault("not-the-log", checkpoint.origin)',
        "return checkpoint, note", f"{ATTACK}a_stolen_key_after_the_rotation[sqlite]",
    ),
    Mutant(
        "rubbish of a witness is taken", "app/publishing/witnesses.py",
        "if isinstance(lines, Fault) or isinstance(signed, Fault) or key not in signed:",
        "if isinstance(lines, Fault):",
        f"{ATTACK}a_malicious_witness[sqlite]",
    ),
    # --------------------------------------------------------------------------------------------------- the files
    Mutant(
        "a changed file is taken for the same", "store/logfiles.py",
        'return None if path.read_bytes() == data else Fault("published-file-differs", part.path)', "return None",
        f"{ATTACK}a_published_bundle_is_changed_before_more_comes[sqlite]",
    ),
    # ------------------------------------------------------------------------------------- promise and receipt key
    Mutant(
        "a promise is never broken", "transparency/promises.py",
        "if promise.leaf in hashes or seen <= promise.by:", "if True:",
        f"{ATTACK}an_event_is_dropped_before_it_enters_although_it_was_promised[sqlite]",
    ),
    Mutant(
        "a proof is not compared with the root", "transparency/tree.py",
        'return None if hash_ == expected else Fault("not-included", str(index))', "return None",
        f"{FORGED}a_receipt_is_forged_or_is_another_s[sqlite]",
    ),
    Mutant(
        "somebody else's receipt will do", "transparency/receipts.py",
        "if receipt.entry is not None and receipt.entry != shown:", "if False:",
        f"{FORGED}a_receipt_is_forged_or_is_another_s[sqlite]",
    ),
    Mutant(
        "a word of the reporter needs no signature", "transparency/receipt_key.py",
        'return Fault("not-signed", where)', "return None",
        f"{FORGED}the_office_closes_and_claims_that_the_reporter_is_satisfied",
    ),
    Mutant(
        "any receipt signs for any case", "transparency/receipt_key.py",
        "if key_hash(public) != promised:", "if False:",
        f"{FORGED}the_office_closes_and_claims_that_the_reporter_is_satisfied",
    ),
    Mutant(
        "the signature is not checked", "transparency/receipt_key.py",
        'return Fault("bad-signature", where)', "return None",
        f"{FORGED}the_office_closes_and_claims_that_the_reporter_is_satisfied",
    ),
    Mutant(
        "the door takes any signature", "store/answering.py",
        "promised is None or check_signature(facts, promised) else None", "promised is None else None",
        "tests/publishing/test_signed_answers.py::"
        "test_a_forged_or_moved_signature_is_refused_and_nothing_is_written[sqlite-other receipt]",
    ),
    Mutant(
        "a signature may be used twice", "transparency/receipt_key.py",
        'return None if answers == before else Fault("answers-other", where)', "return None",
        "tests/transparency/test_receipt_key.py::test_a_signature_answers_the_leaf_before_it_only",
    ),
    Mutant(
        "strangers don't check the reporter's signature", "verifier/verify.py",
        'if "sig" in leaf and not signed(leaf, key):', "if False:",
        "tests/publishing/test_counted_apart.py::test_a_signature_in_the_log_that_does_not_hold_is_named[moved]",
    ),
)  # fmt: skip
