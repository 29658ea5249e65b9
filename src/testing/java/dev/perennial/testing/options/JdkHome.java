package dev.perennial.testing.options;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** The folder of a JDK. */
public final class JdkHome implements ITypeConverter<Path> {
  @Override
  public Path convert(String value) {
    Path home = Path.of(value);
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new CommandLine.TypeConversionException("'" + value + "' must be a JDK's folder");
    }
    return home;
  }
}
