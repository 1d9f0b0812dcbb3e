package io.github.deepfer.web.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A client that sends one good request after the other until the time is up, and the refused ones
 * again when the server said. Every request ends with its right answer, or the test fails.
 */
final class Customer implements Callable<Customer.Bill> {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final HttpClient http;
  private final URI analyze;
  private final int number;
  private final long end;

  /**
   * What was answered.
   *
   * @param nanos per right answer, the time of the request that got it
   * @param inTime right answers before the time was up
   * @param refused answers of status 503
   */
  record Bill(List<Long> nanos, long inTime, long refused) {}

  Customer(HttpClient http, URI server, int number, long end) {
    this.http = http;
    this.analyze = server.resolve("/api/analyze");
    this.number = number;
    this.end = end;
  }

  @Override
  public Bill call() throws Exception {
    List<Long> nanos = new ArrayList<>();
    long inTime = 0;
    long refused = 0;
    for (int i = 0; System.nanoTime() < end; i++) {
      Order order = Order.of(number, i);
      HttpRequest request =
          HttpRequest.newBuilder(analyze)
              .timeout(PATIENCE)
              .header("Content-Type", order.contentType())
              .POST(BodyPublishers.ofByteArray(order.body()))
              .build();
      long start = System.nanoTime();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      while (answer.statusCode() == 503 && System.nanoTime() < end + PATIENCE.toNanos()) {
        refused++;
        Thread.sleep(1000 * Long.parseLong(answer.headers().firstValue("Retry-After").get()));
        start = System.nanoTime();
        answer = http.send(request, BodyHandlers.ofString());
      }
      nanos.add(System.nanoTime() - start);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(order.isAnsweredBy(answer.body()))
          .as("%s in %s", order.expected(), answer.body())
          .isTrue();
      if (System.nanoTime() <= end) {
        inTime++;
      }
    }
    return new Bill(nanos, inTime, refused);
  }
}
