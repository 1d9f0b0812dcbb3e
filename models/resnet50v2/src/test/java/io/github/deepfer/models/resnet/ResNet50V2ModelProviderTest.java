package io.github.deepfer.models.resnet;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;

class ResNet50V2ModelProviderTest extends ShippedModelContract {
  ResNet50V2ModelProviderTest() {
    super(ProviderKind.CLASSIFIER, 10);
  }

  @Override
  protected ModelProvider provider() {
    return new ResNet50V2ModelProvider();
  }
}
