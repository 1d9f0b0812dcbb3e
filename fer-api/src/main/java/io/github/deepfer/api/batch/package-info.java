/** Many pictures on all processors: sources in, results in their order out. */
@NullMarked
package io.github.deepfer.api.batch;

import org.jspecify.annotations.NullMarked;
