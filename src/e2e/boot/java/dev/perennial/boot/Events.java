package dev.perennial.boot;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends an event to all who listen, ten times a second, for as long as they do. */
@RestController
class Events implements DisposableBean {
  private static final long PERIOD_MILLIS = 100;

  private final List<SseEmitter> listening = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  Events() {
    var unused =
        clock.scheduleAtFixedRate(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @GetMapping("/events")
  SseEmitter listen() {
    // Without a timeout of its own.
    SseEmitter emitter = new SseEmitter(0L);
    emitter.onCompletion(() -> listening.remove(emitter));
    listening.add(emitter);
    return emitter;
  }

  @GetMapping("/events/listeners")
  String listeners() {
    return Integer.toString(listening.size());
  }

  private void tick() {
    listening.removeIf(emitter -> !sends(emitter));
  }

  private static boolean sends(SseEmitter emitter) {
    try {
      emitter.send("tick");
      return true;
    } catch (IOException | IllegalStateException e) {
      // Its client has gone.
      return false;
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
