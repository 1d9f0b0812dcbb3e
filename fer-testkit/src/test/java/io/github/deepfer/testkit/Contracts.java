package io.github.deepfer.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a contract as a user's build would. */
final class Contracts {
  private Contracts() {}

  /** The contract methods that failed, with one failure each. */
  static Map<String, Throwable> failures(Class<?> contract) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    LauncherFactory.create().execute(request, listener);
    if (listener.getSummary().getTestsStartedCount() == 0) {
      throw new AssertionError("no test ran in " + contract);
    }
    Map<String, Throwable> failures = new TreeMap<>();
    listener
        .getSummary()
        .getFailures()
        .forEach(
            failure -> failures.put(method(failure.getTestIdentifier()), failure.getException()));
    return failures;
  }

  private static String method(TestIdentifier test) {
    return test.getUniqueIdObject().getSegments().stream()
        .filter(
            segment ->
                segment.getType().equals("method") || segment.getType().equals("test-factory"))
        .map(UniqueId.Segment::getValue)
        .map(value -> value.replaceFirst("\\(.*", ""))
        .findFirst()
        .orElse(test.getDisplayName());
  }
}
