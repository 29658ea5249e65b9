package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new OutOfMemoryError("unable to create native thread: possibly out of memory"),
            "no thread is to be had: this process, its user or its container"),
        Arguments.of(new OutOfMemoryError("Java heap space"), "no memory is to be had (Java heap"),
        Arguments.of(
            new IOException("links cannot be taken", new IOException("Too many open files")),
            "no file descriptor is to be had: this process has as many open as it may (ulimit -n)"),
        Arguments.of(
            new ClusterException("outer", new OutOfMemoryError("unable to create native thread")),
            "no thread is to be had"),
        Arguments.of(new ClusterException("the name is taken"), "the name is taken"),
        Arguments.of(new NoClassDefFoundError("a/B"), "java.lang.NoClassDefFoundError: a/B"),
        Arguments.of(new IllegalStateException(), "java.lang.IllegalStateException"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void whateverItIsItIsSaidInWords(Throwable failure, String words) {
    assertThat(Trouble.of(failure)).startsWith(words);
  }
}
