package io.github.deepfer.models.cnn;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;

class CnnModelProviderTest extends ShippedModelContract {
  CnnModelProviderTest() {
    super(ProviderKind.CLASSIFIER, 40);
  }

  @Override
  protected ModelProvider provider() {
    return new CnnModelProvider();
  }
}
