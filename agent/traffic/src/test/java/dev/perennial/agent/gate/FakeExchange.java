package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.OwnPaths;
import dev.perennial.agent.container.SessionHash;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that names the given sessions. */
public final class FakeExchange extends Exchange {
  private final List<String> ids;

  /** Whether its client was cut off. */
  public boolean aborted;

  /** Called where its time is over. */
  public Runnable onTimeout = () -> {};

  /** Thrown where it is let in; null for nothing. */
  public @Nullable Error broken;

  public FakeExchange(String... ids) {
    this.ids = List.of(ids);
  }

  @Override
  public long sessionHash() {
    return ids.isEmpty() ? 0 : ids.hashCode() * 0x9E3779B97F4A7C15L;
  }

  @Override
  public long[] sessionHashes() {
    return ids.stream().mapToLong(SessionHash::of).toArray();
  }

  @Override
  public List<String> sessionIds() {
    return ids;
  }

  /** Its path, for {@link #staysHere}. */
  public String path = "/";

  @Override
  public boolean staysHere(OwnPaths paths, boolean namesSession) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    return paths.have(bytes, 0, bytes.length, namesSession);
  }

  @Override
  public @Nullable String currentSessionId() {
    return ids.isEmpty() ? null : ids.get(0);
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  /** What the application was given of a body that had been read before; null for nothing. */
  public byte @Nullable [] replayed;

  @Override
  public void replay(byte[] body) {
    replayed = body;
  }

  @Override
  public long bodyLength() {
    return 3;
  }

  @Override
  public OutputStream answer(int status, List<String> headers, long length, boolean close) {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void timeOut() {
    onTimeout.run();
  }

  @Override
  public void abort() {
    aborted = true;
  }
}
