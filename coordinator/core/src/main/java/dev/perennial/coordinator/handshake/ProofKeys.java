package dev.perennial.coordinator.handshake;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The key that an end proves to hold; and, while a cluster goes from one secret to another, the one
 * before it, which it proves to hold too and lets others in with. Each proof is of {@link
 * #PROOF_BYTES}. With it goes what the end shows besides, if it has certificates. Immutable.
 */
public final class ProofKeys {
  /** Length of a proof by one key, in bytes. */
  public static final int PROOF_BYTES = 32;

  /** Length of what an end proves that does not know which key the other one holds, in bytes. */
  public static final int PROOFS_BYTES = 2 * PROOF_BYTES;

  private final List<byte[]> keys;
  private final Certificates certificates;

  private ProofKeys(List<byte[]> keys, Certificates certificates) {
    this.keys = keys;
    this.certificates = certificates;
  }

  /** Returns one key. */
  public static ProofKeys of(byte[] key) {
    return new ProofKeys(List.of(key.clone()), Certificates.NONE);
  }

  /** Returns the key with that before it. */
  public static ProofKeys of(byte[] key, byte[] previous) {
    return new ProofKeys(List.of(key.clone(), previous.clone()), Certificates.NONE);
  }

  /** Returns the same keys, with what the end shows besides. */
  public ProofKeys with(Certificates shown) {
    return new ProofKeys(keys, shown);
  }

  /** Returns what the end shows besides. */
  public Certificates certificates() {
    return certificates;
  }

  /**
   * Returns proofs by both keys. Where there is but one, the other place has what looks alike and
   * proves nothing.
   *
   * @param sign makes a proof by a key
   */
  public byte[] prove(UnaryOperator<byte[]> sign) {
    byte[] proofs = Arrays.copyOf(sign.apply(keys.get(0)), PROOFS_BYTES);
    byte[] second = sign.apply(keys.size() > 1 ? keys.get(1) : noKey());
    System.arraycopy(second, 0, proofs, PROOF_BYTES, PROOF_BYTES);
    return proofs;
  }

  private byte[] noKey() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(keys.get(0));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /**
   * Returns the key that one of the proofs is by; empty if none is. It looks at all of them, so
   * that the time it takes tells nothing.
   *
   * @param proofs one or more
   * @param sign makes the proof by a key that the other end must have made
   */
  public Optional<byte[]> provenBy(byte[] proofs, UnaryOperator<byte[]> sign) {
    byte[] found = null;
    for (byte[] key : keys) {
      byte[] expected = sign.apply(key);
      for (int at = 0; at + PROOF_BYTES <= proofs.length; at += PROOF_BYTES) {
        boolean equal =
            MessageDigest.isEqual(expected, Arrays.copyOfRange(proofs, at, at + PROOF_BYTES));
        found = equal && found == null ? key : found;
      }
    }
    return Optional.ofNullable(found);
  }
}
