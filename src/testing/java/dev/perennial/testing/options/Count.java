package dev.perennial.testing.options;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** A whole number from 1 to 9,999,999. */
public final class Count implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    if (!value.matches("[1-9][0-9]{0,6}")) {
      throw new CommandLine.TypeConversionException("'" + value + "' must be a number above 0");
    }
    return Integer.valueOf(value);
  }
}
