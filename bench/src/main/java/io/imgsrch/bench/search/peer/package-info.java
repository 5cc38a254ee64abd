/** What is compared: ourselves and others, one class each. */
@NullMarked
package io.imgsrch.bench.search.peer;

import org.jspecify.annotations.NullMarked;
