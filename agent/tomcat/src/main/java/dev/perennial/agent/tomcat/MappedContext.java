package dev.perennial.agent.tomcat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.jspecify.annotations.Nullable;

/** One path of a host, with the versions of the application that share it. Thread-safe. */
final class MappedContext {
  /** As Tomcat orders them: the last one takes who has no session yet. */
  private static final Comparator<Context> BY_VERSION =
      Comparator.comparing(Context::getWebappVersion);

  /** Package of the servlets of Tomcat's own applications. */
  private static final String MANAGER = "org.apache.catalina.manager.";

  private final byte[] path;
  private final Context[] versions;

  /** The same for all versions. */
  private final String application;

  private volatile @Nullable Known known;

  private record Known(Context version, SessionNames names) {}

  /**
   * @param versions all that share the path, at least one
   */
  MappedContext(List<Context> versions, Charset charset) {
    List<Context> ordered = new ArrayList<>(versions);
    ordered.sort(BY_VERSION);
    this.versions = ordered.toArray(new Context[0]);
    path = ordered.get(0).getPath().getBytes(charset);
    application = ApplicationName.ofAllVersions(ordered.get(0));
  }

  int pathLength() {
    return path.length;
  }

  String application() {
    return application;
  }

  /** Returns whether Tomcat would take a request with that path for one of these applications. */
  boolean takes(RequestPath request) {
    return request.isIn(path) && latest() != null;
  }

  /** One that is paused, as while it is loaded anew, keeps its requests; a stopped one does not. */
  private @Nullable Context latest() {
    for (int i = versions.length - 1; i >= 0; i--) {
      if (versions[i].getState().isAvailable() || versions[i].getPaused()) {
        return versions[i];
      }
    }
    return null;
  }

  /**
   * Returns whether this is one of Tomcat's own applications that show and steer this very server:
   * manager or host-manager, whatever path it has.
   */
  boolean isManager() {
    Context latest = latest();
    if (latest == null) {
      return false;
    }
    for (Container child : latest.findChildren()) {
      if (child instanceof Wrapper wrapper
          && wrapper.getServletClass() != null
          && wrapper.getServletClass().startsWith(MANAGER)) {
        return true;
      }
    }
    return false;
  }

  SessionNames names() {
    Context latest = latest();
    if (latest == null) {
      return SessionNames.NONE;
    }
    Known now = known;
    if (now != null && now.version == latest) {
      return now.names;
    }
    SessionNames names = SessionNames.of(latest);
    if (latest.getState() == LifecycleState.STARTED) {
      // Before, the application may still change them.
      known = new Known(latest, names);
    }
    return names;
  }
}
