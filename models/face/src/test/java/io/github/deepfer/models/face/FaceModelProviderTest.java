package io.github.deepfer.models.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FaceModelProviderTest extends ModelProviderContract {
  private static final int MAX_BYTES = 500_000;

  @Override
  protected ModelProvider provider() {
    return new FaceModelProvider();
  }

  @Test
  void isFoundAsADetector() {
    assertThat(Pipeline.providers())
        .filteredOn(status -> status.id().equals("face"))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.kind()).isEqualTo(ProviderKind.DETECTOR);
              assertThat(status.priority()).isEqualTo(60);
              // The model is there; what runs it is another artifact.
              assertThat(status.availability().toString()).contains("add", "fer-onnx");
            });
  }

  @Test
  void fileIsSmallAndHasThePinnedHash() throws Exception {
    Model model = new FaceModelProvider().model();
    try (InputStream file = model.content().open()) {
      byte[] bytes = file.readAllBytes();
      assertThat(bytes).hasSizeLessThanOrEqualTo(MAX_BYTES);
      assertThat(model.sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(FaceModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(FaceModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
