/** JMH suites over the whole library. */
@NullMarked
package io.github.deepfer.benchmarks;

import org.jspecify.annotations.NullMarked;
