package io.github.deepfer.web.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A live connection that sends a frame when it has the answer to the one before. Counts them. */
final class Camera implements Callable<Long>, WebSocket.Listener {
  private final HttpClient http;
  private final URI server;
  private final long end;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();

  Camera(HttpClient http, URI server, long end) {
    this.http = http;
    this.server = server;
    this.end = end;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      answers.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public Long call() throws Exception {
    byte[] frame = Order.file("pair");
    URI live = URI.create("ws://" + server.getAuthority() + "/api/live");
    WebSocket socket = http.newWebSocketBuilder().buildAsync(live, this).get(60, TimeUnit.SECONDS);
    long analyzed = 0;
    while (System.nanoTime() < end) {
      socket.sendBinary(ByteBuffer.wrap(frame), true).get(60, TimeUnit.SECONDS);
      String answer = answers.poll(60, TimeUnit.SECONDS);
      if (!"{\"busy\":true}".equals(answer)) {
        analyzed++;
        assertThat(answer).contains("\"emotion\":\"happy\"", "\"emotion\":\"surprise\"");
      }
    }
    assertThat(answers).as("answers to nothing").isEmpty();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
    return analyzed;
  }
}
