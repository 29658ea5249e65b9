package dev.perennial.agent.webapp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Sends a body back as it comes; no thread of it ever waits. */
public final class NonBlockingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async = request.startAsync();
    async.setTimeout(30_000);
    Echo echo = new Echo(async);
    request.getInputStream().setReadListener(echo);
    response.getOutputStream().setWriteListener(echo);
  }

  /** What was read and has not been written is kept: the two need not be as fast. */
  private static final class Echo implements ReadListener, WriteListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean ended;
    private boolean completed;

    Echo(AsyncContext async) throws IOException {
      this.async = async;
      in = async.getRequest().getInputStream();
      out = async.getResponse().getOutputStream();
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
      byte[] bytes = new byte[5000];
      while (in.isReady() && !in.isFinished()) {
        int count = in.read(bytes);
        if (count > 0) {
          byte[] piece = new byte[count];
          System.arraycopy(bytes, 0, piece, 0, count);
          pieces.add(piece);
        }
      }
      write();
    }

    @Override
    public synchronized void onAllDataRead() throws IOException {
      ended = true;
      write();
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
      write();
    }

    private void write() throws IOException {
      while (!completed && out.isReady()) {
        byte[] piece = pieces.poll();
        if (piece != null) {
          out.write(piece);
        } else if (ended) {
          completed = true;
          async.complete();
        } else {
          return;
        }
      }
    }

    @Override
    public synchronized void onError(Throwable failure) {
      if (!completed) {
        completed = true;
        async.complete();
      }
    }
  }
}
