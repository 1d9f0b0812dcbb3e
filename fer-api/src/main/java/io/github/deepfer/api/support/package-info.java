/** What backends share: help that an application does not need. */
@NullMarked
package io.github.deepfer.api.support;

import org.jspecify.annotations.NullMarked;
