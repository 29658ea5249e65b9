package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body that was read for another server, and then is for the application here after all. */
class ReplayIT {
  @TempDir Path folder;

  /** Reads each body, and gives it back. */
  private static final class Replaying extends OpenGate {
    @Override
    public boolean enter(Exchange exchange) {
      if (exchange.bodyLength() > 0) {
        try (InputStream body = exchange.body()) {
          exchange.replay(body.readNBytes((int) exchange.bodyLength()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return super.enter(exchange);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationGetsEachBodyAndTheConnectionGoesOn(TomcatVersion version) throws Exception {
    Replaying gate = new Replaying();
    try (RunningTomcat tomcat =
            version.start(gate, new RecordedEvents(), folder.resolve("a"), "/shop");
        RawClient client = new RawClient(tomcat.port())) {
      for (int length : new int[] {1, 3, 0, 7_000, 60_000, 0, 5}) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
          body[i] = (byte) (i * 31 + length);
        }
        CRC32 sum = new CRC32();
        sum.update(body);
        client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: " + length);
        client.out.write(body);

        assertThat(client.read("POST").text()).contains("body=" + length + " " + sum.getValue());
      }
    }
  }
}
