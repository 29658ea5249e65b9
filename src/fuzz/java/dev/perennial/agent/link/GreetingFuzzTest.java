package dev.perennial.agent.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All that a stranger sends to the state port. */
class GreetingFuzzTest {
  private static final byte[] KEY = new byte[32];
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
          });

  @FuzzTest
  void aStrangerIsRefused(byte[] data) throws IOException {
    try (Socket socket = new Sending(data);
        Deadline deadline = new Deadline(socket, Duration.ofMinutes(1), TIMER)) {
      Greeting greeting = new Greeting(ProofKeys.of(KEY), new LinkPeer("s1", 1, "state"));

      assertThatThrownBy(
              () ->
                  greeting.accept(
                      new DeadlineStream(socket, deadline), peer -> "", purpose -> false))
          .isInstanceOf(IOException.class);
    }
  }

  private static final class Sending extends Socket {
    private final InputStream sent;

    Sending(byte[] sent) {
      this.sent = new ByteArrayInputStream(sent);
    }

    @Override
    public InputStream getInputStream() {
      return sent;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }
  }
}
