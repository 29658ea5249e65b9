package dev.perennial.bench.exam.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles generated classes with javac for ever: much garbage, and bursts of live objects. */
final class CompilerLoop {
  private static final int CLASSES = 120;

  private CompilerLoop() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]).resolve("sources"));
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      sources.add(Files.writeString(folder.resolve("C" + i + ".java"), source(i)));
    }
    List<String> options = List.of("-d", folder.toString(), "-proc:none");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    while (true) {
      try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
        compiler
            .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
            .call();
      }
    }
  }

  private static String source(int i) {
    StringBuilder text = new StringBuilder("import java.util.*;\nclass C" + i + " {\n");
    for (int m = 0; m < 30; m++) {
      text.append(
          """
            List<Map.Entry<String, Integer>> m%d(Map<String, Integer> in, int n) {
              List<Map.Entry<String, Integer>> out = new ArrayList<>();
              in.entrySet().stream().filter(e -> e.getValue() > n %% %d)
                  .sorted(Comparator.comparing(e -> e.getKey() + n)).forEach(out::add);
              return n > 0 ? new C%d().m%d(in, n - 1) : out;
            }
          """
              .formatted(m, m + 2, (i + m) % CLASSES, (m + 7) % 30));
    }
    return text.append("}\n").toString();
  }
}
