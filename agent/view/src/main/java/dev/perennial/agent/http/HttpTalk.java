package dev.perennial.agent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Collects the head of a request, and has it answered. For the port's thread alone. */
final class HttpTalk implements Talk {
  private final Client client;
  private final Service service;
  private byte[] head = new byte[512];
  private int length;

  /** How many of the bytes are no end, whatever follows. */
  private int searched;

  /** Answers requests. */
  interface Service {
    /**
     * Answers, at once or later.
     *
     * @param to takes the answer, on the port's thread
     */
    void answer(Head.Request request, Consumer<Answer> to);
  }

  HttpTalk(Client client, Service service) {
    this.client = client;
    this.service = service;
  }

  @Override
  public void heard(ByteBuffer bytes) {
    while (bytes.hasRemaining() && length < Head.MAX_BYTES) {
      add(bytes);
      int end = end();
      if (end >= 0) {
        answer(Head.of(new String(head, 0, end, ISO_8859_1)));
        return;
      }
    }
    if (length == Head.MAX_BYTES) {
      send(Answer.text(431, "a request has " + Head.MAX_BYTES + " bytes at most"), false);
    }
  }

  private void add(ByteBuffer bytes) {
    if (length == head.length) {
      head = Arrays.copyOf(head, Math.min(2 * length, Head.MAX_BYTES));
    }
    int some = Math.min(bytes.remaining(), head.length - length);
    bytes.get(head, length, some);
    length += some;
  }

  /** Returns the length with the empty line that ends it; negative if that has not come yet. */
  private int end() {
    for (int i = searched; i < length; i++) {
      if (head[i] == '\n') {
        int next = i + 1 < length && head[i + 1] == '\r' ? i + 2 : i + 1;
        if (next >= length) {
          searched = i;
          return -1;
        }
        if (head[next] == '\n') {
          return next + 1;
        }
      }
    }
    searched = length;
    return -1;
  }

  private void answer(Head read) {
    client.heardEnough();
    if (read instanceof Head.Request request) {
      service.answer(request, answer -> send(answer, request.isHead()));
    } else if (read instanceof Head.Malformed malformed) {
      send(malformed.answer(), false);
    }
  }

  private void send(Answer answer, boolean withoutBody) {
    client.answer(answer.encode(withoutBody));
  }
}
