/** Results as rows, CSV or JSON Lines, written as they come. */
@NullMarked
package io.github.deepfer.report.table;

import org.jspecify.annotations.NullMarked;
