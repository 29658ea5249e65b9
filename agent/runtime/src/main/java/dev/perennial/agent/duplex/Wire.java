package dev.perennial.agent.duplex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests between agents and their answers, as bytes. A field that a newer version adds at the end
 * is skipped.
 */
final class Wire {
  private static final int MAX_ITEM_BYTES = 64 << 20;

  private Wire() {}

  /** What a request asks for. */
  enum Op {
    /** May I duplex to you? */
    OFFER,
    /** Keep this version of an item ready. */
    STAGE,
    /** Own this version of an item from now on. */
    TAKE,
    /** The session has ended while I own it. */
    ENDED,
    /** Do you own one of these sessions? */
    WHO_HAS,
    /** I will not hand over: forget what you have staged. */
    ABORT
  }

  /** What is moved. */
  enum Kind {
    SESSION,
    PART
  }

  /** How a request was answered. */
  enum Reply {
    OK,
    /** Not staged in that version: send the bytes along. */
    NEED_BYTES,
    NO
  }

  /**
   * A request.
   *
   * @param from name of the sender
   * @param incarnation of the sender
   * @param round of the sender's rejuvenation
   * @param id of the item, or empty
   * @param version of the item; grows with each capture
   * @param bytes of the item, or empty
   * @param texts fingerprint of an offer, ids of a question
   */
  record Request(
      Op op,
      String from,
      long incarnation,
      long round,
      Kind kind,
      String id,
      long version,
      byte[] digest,
      byte[] bytes,
      List<String> texts) {}

  /** An answer. */
  record Answer(Reply reply, String text) {
    static final Answer OK = new Answer(Reply.OK, "");
  }

  static byte[] encode(Request request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(request.bytes.length + 256);
    try (DataOutputStream data = new DataOutputStream(out)) {
      data.writeUTF(request.op.name());
      data.writeUTF(request.from);
      data.writeLong(request.incarnation);
      data.writeLong(request.round);
      data.writeUTF(request.kind.name());
      data.writeUTF(request.id);
      data.writeLong(request.version);
      writeBytes(data, request.digest);
      writeBytes(data, request.bytes);
      data.writeInt(request.texts.size());
      for (String text : request.texts) {
        data.writeUTF(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Request request(byte[] encoded) throws IOException {
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(encoded))) {
      Op op = value(Op.class, data.readUTF());
      String from = data.readUTF();
      long incarnation = data.readLong();
      long round = data.readLong();
      Kind kind = value(Kind.class, data.readUTF());
      String id = data.readUTF();
      long version = data.readLong();
      byte[] digest = readBytes(data, encoded.length);
      byte[] bytes = readBytes(data, encoded.length);
      int count = data.readInt();
      if (count < 0 || count > encoded.length) {
        throw new IOException("a request claims " + count + " texts");
      }
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        texts.add(data.readUTF());
      }
      return new Request(op, from, incarnation, round, kind, id, version, digest, bytes, texts);
    }
  }

  static byte[] encode(Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(out)) {
      data.writeUTF(answer.reply.name());
      data.writeUTF(answer.text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Answer answer(byte[] encoded) throws IOException {
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(encoded))) {
      return new Answer(value(Reply.class, data.readUTF()), data.readUTF());
    }
  }

  static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, length);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static <T extends Enum<T>> T value(Class<T> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("no " + type.getSimpleName() + " is called " + name, e);
    }
  }

  private static void writeBytes(DataOutputStream data, byte[] bytes) throws IOException {
    data.writeInt(bytes.length);
    data.write(bytes);
  }

  private static byte[] readBytes(DataInputStream data, int available) throws IOException {
    int length = data.readInt();
    if (length < 0 || length > available || length > MAX_ITEM_BYTES) {
      throw new IOException("a request claims " + length + " bytes of state");
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return bytes;
  }
}
