package dev.perennial.agent.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A servlet container in this JVM, as the agent uses it. A session here is everything that all
 * applications of the container keep under one session id. Thread-safe; every method may be called
 * on any thread.
 */
public interface Container {
  /** Returns what it is, for people, such as "Apache Tomcat/11.0.24". */
  String description();

  /** Returns the connectors that listen at this moment. */
  List<Listener> listeners();

  /**
   * Returns a key for each running application that has sessions: "localhost/shop", in version 2
   * "localhost/shop##2", in another service than the first "service:engine:localhost/shop".
   */
  Set<String> applications();

  /** Returns what of the applications' state is not where it can be moved from. */
  List<Elsewhere> elsewhere();

  /**
   * Returns a digest of what must be alike on two servers for sessions to move between them:
   * applications and their versions, not host names or ports.
   */
  String fingerprint();

  /** Returns the ids of all valid sessions; a snapshot. */
  Set<String> sessionIds();

  /** Returns whether a valid session of that id is here. Allocates nothing. */
  boolean hasSession(String id);

  /**
   * Returns whether a valid session of that id is in one application. Allocates nothing.
   *
   * @param application as {@link Exchange#application} names it; if empty, every one counts
   */
  boolean hasSession(String application, String id);

  /**
   * Returns whether {@link ContainerEvents#made} is called for each session that comes to be here,
   * but for those that were here when the container was found or an application starts.
   */
  boolean tellsOfNewSessions();

  /**
   * Returns for how long a session was not used, in milliseconds; by several applications, by that
   * which has used it last. 0 if there is no valid session of that id.
   */
  long idleMillis(String id);

  /**
   * Returns the state of a session as bytes. Changes nothing in it, also where something in it
   * cannot be serialised: that is left behind, and named.
   *
   * @param leaveOut attributes to leave behind, by {@link Capture.Left#part}, and why
   * @param limit how long the application's own code may take for it
   * @return the capture, or null if there is no valid session of that id
   * @throws CaptureException if the session changed all the while ({@link
   *     CaptureException#isOfChanges}); if the limit has passed, or it fails otherwise, with the
   *     {@link CaptureException#part} that is at fault, where that is known
   */
  @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException;

  /**
   * Returns what sessions have in common that can be written and read alike: their applications and
   * the classes of their attributes. Empty if there is no valid session of that id.
   */
  String kind(String id);

  /**
   * Tells the application, where it wants to be told, that a session is about to leave. Called
   * before the last capture, when no request uses the session any more; told once, until {@link
   * #activate}. What the application throws is counted, logged and otherwise ignored.
   *
   * @return whether it was told and may have changed the session, so that an earlier capture is old
   */
  boolean passivate(String id);

  /**
   * Tells the application that a session goes on here, if it was told by {@link #passivate} that it
   * would leave. What it throws is counted, logged and otherwise ignored.
   */
  void activate(String id);

  /**
   * Makes a session of captured bytes, fully built but visible to nobody.
   *
   * @param limit how long the application's own code may take for it
   * @throws CaptureException if an application is not there (yet) or cannot read its part, with the
   *     {@link CaptureException#part} that is at fault, where that is known
   */
  Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException;

  /**
   * Makes a session for it in each application, captures it, builds it again and forgets it, as
   * proof that sessions can move. Nobody sees it: no manager holds it and no listener is told.
   *
   * @throws CaptureException with the application and what is wrong, in words
   */
  void rehearse() throws CaptureException;

  /**
   * Takes a session out of its managers without telling the application; nothing if it is not here.
   */
  void discard(String id);

  /**
   * Takes a session out of its managers without telling the application, and keeps it.
   *
   * @return what puts it back as it was, and activates it if it was passivated
   */
  Staged detach(String id);

  /**
   * Ends a session as the application would (its listeners are told); nothing if it is not here.
   */
  void expire(String id);

  /**
   * Accepts no more connections, and leaves those that come to the kernel. Returns when no thread
   * waits in accept, about a second later at most: whoever takes the listening sockets away then
   * ends no thread in an error, which a container would log.
   *
   * @param trafficClass of the connections that are made for that, see {@link
   *     java.net.StandardSocketOptions#IP_TOS}
   */
  void rest(int trafficClass) throws InterruptedException;

  /**
   * Accepts no more connections, leaves those that wait to the kernel, and waits until the open
   * ones have ended.
   *
   * @return the number of connections still open when the limit had passed
   */
  int quiesce(Duration limit) throws InterruptedException;

  /**
   * Has clients come back elsewhere if they can: each answer from now on ends its connection, in
   * the words of its protocol, and upgraded ones (WebSocket, HTTP/2) are told goodbye. Connections
   * are accepted as before. Returns at once.
   *
   * @param spread each upgraded connection is told at some moment within that, so that their
   *     clients do not all come back at once
   */
  void seeOff(Duration spread);

  /**
   * Has the container's stop leave alone what the next life goes on listening with, as the path of
   * a Unix domain socket. To be called after {@link #quiesce}, and only where there is a next life.
   */
  void spareSockets();

  /** Undoes {@link #seeOff}, {@link #rest}, {@link #quiesce} and {@link #spareSockets}. */
  void resume();

  /** Returns how many requests it can work on at once, over all connectors. */
  int requestThreads();

  /**
   * Returns the files and folders that this container and its running applications were started
   * from, as far as it knows them; reads none of them.
   */
  List<StartFile> startFiles();

  /**
   * Has the application serve a request that no connector of this server has taken, exactly as if
   * one had; on a thread of its own, which passes the gate first. Returns at once.
   *
   * @throws RejectedExecutionException if it cannot be taken, and why
   */
  void deliver(Delivery delivery);
}
