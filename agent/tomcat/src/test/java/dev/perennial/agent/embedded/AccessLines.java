package dev.perennial.agent.embedded;

import java.io.CharArrayWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.valves.AbstractAccessLogValve;

/** An access log in memory, of all but times. */
final class AccessLines extends AbstractAccessLogValve {
  final List<String> lines = new CopyOnWriteArrayList<>();

  AccessLines() {
    setPattern(
        "%h %l %u \"%r\" %s %b local=%A:%{local}p peer=%{peer}a %v %H %m %U%q %{Host}i"
            + " %{Content-Type}o");
    setCondition("none");
    setEnabled(true);
    setRequestAttributesEnabled(true);
  }

  @Override
  protected void log(CharArrayWriter message) {
    lines.add(message.toString());
  }
}
