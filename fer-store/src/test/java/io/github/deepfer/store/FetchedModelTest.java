package io.github.deepfer.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.api.spi.Task;
import io.github.deepfer.api.support.ModelCache;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched is a detector by its id, pinned to what was published. */
class FetchedModelTest {
  private static final List<ModelProvider> PROVIDERS =
      List.of(new YuNetModelProvider(), new UltraFaceModelProvider());

  @TempDir Path cache;

  @BeforeEach
  void nameTheCache() {
    System.setProperty(ModelCache.PROPERTY, cache.toString());
  }

  @AfterEach
  void forgetTheCache() {
    System.clearProperty(ModelCache.PROPERTY);
  }

  @Test
  void isAvailableOnceItIsFetched() throws Exception {
    for (ModelProvider provider : PROVIDERS) {
      assertThat(provider.availability())
          .isInstanceOfSatisfying(
              Unavailable.class,
              answer ->
                  assertThat(answer.reason())
                      .contains("fer models pull " + provider.id(), cache.toString()));
      KnownModel known = ModelCatalog.builtIn().find(provider.id()).orElseThrow();
      Files.write(cache.resolve(known.file()), new byte[] {1, 2, 3});
      assertThat(provider.availability()).isEqualTo(Availability.AVAILABLE);
      assertThat(provider.task()).isEqualTo(Task.DETECT);
      Model model = provider.model();
      assertThat(model.id()).isEqualTo(provider.id());
      assertThat(model.format()).isEqualTo("onnx");
      // The file is another one: whoever opens it finds out by the hash.
      assertThat(model.sha256()).isEqualTo(known.sha256());
      try (InputStream stream = model.content().open()) {
        assertThat(stream.readAllBytes()).containsExactly(1, 2, 3);
      }
    }
  }

  @Test
  void areFoundAsServicesOfLowPriority() {
    for (ModelProvider provider : PROVIDERS) {
      assertThat(Pipeline.providers())
          .filteredOn(status -> status.id().equals(provider.id()))
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.kind()).isEqualTo(ProviderKind.DETECTOR);
                // What a user fetched once is not the default of every program.
                assertThat(status.priority()).isEqualTo(provider.priority()).isLessThan(50);
              });
    }
  }

  @Test
  void eachKnownModelHasAProvider() {
    assertThat(ModelCatalog.builtIn().models())
        .extracting(KnownModel::id)
        .containsExactlyInAnyOrder("yunet", "ultraface");
  }
}
