package dev.perennial.testing.fault;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Elsewhere;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.container.StartFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes every call on to the container itself. */
abstract class PassingContainer implements Container {
  private final Container container;

  PassingContainer(Container container) {
    this.container = container;
  }

  @Override
  public String description() {
    return container.description();
  }

  @Override
  public List<Listener> listeners() {
    return container.listeners();
  }

  @Override
  public Set<String> applications() {
    return container.applications();
  }

  @Override
  public List<Elsewhere> elsewhere() {
    return container.elsewhere();
  }

  @Override
  public String fingerprint() {
    return container.fingerprint();
  }

  @Override
  public Set<String> sessionIds() {
    return container.sessionIds();
  }

  @Override
  public boolean hasSession(String id) {
    return container.hasSession(id);
  }

  @Override
  public boolean hasSession(String application, String id) {
    return container.hasSession(application, id);
  }

  @Override
  public boolean tellsOfNewSessions() {
    return container.tellsOfNewSessions();
  }

  @Override
  public long idleMillis(String id) {
    return container.idleMillis(id);
  }

  @Override
  public @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    return container.capture(id, leaveOut, limit);
  }

  @Override
  public String kind(String id) {
    return container.kind(id);
  }

  @Override
  public boolean passivate(String id) {
    return container.passivate(id);
  }

  @Override
  public void activate(String id) {
    container.activate(id);
  }

  @Override
  public Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException {
    return container.stage(id, bytes, limit);
  }

  @Override
  public void rehearse() throws CaptureException {
    container.rehearse();
  }

  @Override
  public void discard(String id) {
    container.discard(id);
  }

  @Override
  public Staged detach(String id) {
    return container.detach(id);
  }

  @Override
  public void expire(String id) {
    container.expire(id);
  }

  @Override
  public void rest(int trafficClass) throws InterruptedException {
    container.rest(trafficClass);
  }

  @Override
  public int quiesce(Duration limit) throws InterruptedException {
    return container.quiesce(limit);
  }

  @Override
  public void resume() {
    container.resume();
  }

  @Override
  public int requestThreads() {
    return container.requestThreads();
  }

  @Override
  public void seeOff(Duration spread) {
    container.seeOff(spread);
  }

  @Override
  public void spareSockets() {
    container.spareSockets();
  }

  @Override
  public List<StartFile> startFiles() {
    return container.startFiles();
  }

  @Override
  public void deliver(Delivery delivery) {
    container.deliver(delivery);
  }
}
