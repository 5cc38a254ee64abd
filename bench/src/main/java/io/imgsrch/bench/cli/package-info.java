/** {@code ./imgsrch bench}. */
@NullMarked
package io.imgsrch.bench.cli;

import org.jspecify.annotations.NullMarked;
