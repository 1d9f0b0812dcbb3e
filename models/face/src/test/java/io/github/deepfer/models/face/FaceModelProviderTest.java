package io.github.deepfer.models.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.spi.Model;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FaceModelProviderTest {
  private static final int MAX_BYTES = 500_000;

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
