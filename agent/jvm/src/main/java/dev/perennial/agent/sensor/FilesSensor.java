package dev.perennial.agent.sensor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.perennial.coordinator.aging.Reading;
import java.lang.management.OperatingSystemMXBean;
import java.util.Optional;

/** Open files, sockets among them; the limit is that of the process. Not on Windows. */
final class FilesSensor extends NamedSensor {
  private final OperatingSystemMXBean system;

  FilesSensor(OperatingSystemMXBean system) {
    super("files", "files");
    this.system = system;
  }

  @Override
  public Optional<Reading> read() {
    if (!(system instanceof UnixOperatingSystemMXBean unix)) {
      return Optional.empty();
    }
    long most = unix.getMaxFileDescriptorCount();
    long open;
    try {
      open = unix.getOpenFileDescriptorCount();
    } catch (InternalError e) {
      // Counting takes a descriptor: there is none left.
      open = most;
    }
    return open < 0 ? Optional.empty() : reading(open, most);
  }
}
