package dev.perennial.agent.tomcat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.jspecify.annotations.Nullable;

/** A host with the paths that its applications have. Thread-safe. */
final class VirtualHost {
  private final Host host;
  private final String[] names;

  /** The longest path first. */
  private final MappedContext[] contexts;

  VirtualHost(Host host, Charset charset) {
    this.host = host;
    List<String> all = new ArrayList<>(List.of(host.getName()));
    all.addAll(List.of(host.findAliases()));
    names = all.toArray(new String[0]);
    Map<String, List<Context>> byPath = new LinkedHashMap<>();
    for (Container child : host.findChildren()) {
      if (child instanceof Context context) {
        byPath.computeIfAbsent(context.getPath(), path -> new ArrayList<>()).add(context);
      }
    }
    contexts = contexts(byPath.values(), charset);
  }

  private static MappedContext[] contexts(Collection<List<Context>> byPath, Charset charset) {
    return byPath.stream()
        .map(versions -> new MappedContext(versions, charset))
        .sorted(Comparator.comparing(MappedContext::pathLength).reversed())
        .toArray(MappedContext[]::new);
  }

  boolean isRunning() {
    return host.getState().isAvailable();
  }

  /** Returns whether it has this name, from an index of the text on; case does not matter. */
  boolean isNamed(Text text, int from) {
    for (String name : names) {
      if (text.regionEqualsIgnoreCase(from, text.length(), name, 0)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #isNamed}, by a name such as "*.example.com": the text begins with the dot. */
  boolean isNamedByWildcard(Text text, int from) {
    for (String name : names) {
      if (name.startsWith("*.") && text.regionEqualsIgnoreCase(from, text.length(), name, 1)) {
        return true;
      }
    }
    return false;
  }

  boolean isNamed(@Nullable String wanted) {
    for (String name : names) {
      if (name.equalsIgnoreCase(wanted)) {
        return true;
      }
    }
    return false;
  }

  @Nullable MappedContext context(RequestPath path) {
    for (MappedContext context : contexts) {
      if (context.takes(path)) {
        return context;
      }
    }
    return null;
  }
}
