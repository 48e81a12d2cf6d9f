"""Pure: Merkle tree, proofs, signed checkpoints, tiles, and the verifier of an export.

Standard library and `cryptography` only; knows nothing of cases.
"""
