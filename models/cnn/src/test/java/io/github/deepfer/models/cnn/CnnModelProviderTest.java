package io.github.deepfer.models.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class CnnModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new CnnModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .contains(new ProviderStatus("classifier", "cnn", 50, Availability.AVAILABLE));
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(CnnModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(CnnModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
