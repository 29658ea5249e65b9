package dev.perennial.agent.sensor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a class, and keeps nothing of it. */
final class CompilerWork {
  private CompilerWork() {}

  static void compile(int number) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Forgetful forgetful = new Forgetful(files)) {
      boolean done =
          compiler
              .getTask(
                  null, forgetful, null, List.of("-proc:none"), null, List.of(new Source(number)))
              .call();
      if (!done) {
        throw new IllegalStateException("it does not compile");
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(int number) {
      super(URI.create("string:///C" + number + ".java"), Kind.SOURCE);
      text =
          "import java.util.*; class C"
              + number
              + " { List<String> f(Map<String, Integer> m) { List<String> l = new ArrayList<>();"
              + " m.forEach((k, v) -> l.add(k + v)); Collections.sort(l); return l; } }";
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static final class Forgetful extends ForwardingJavaFileManager<JavaFileManager> {
    Forgetful(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream();
        }
      };
    }
  }
}
