/** The way out for what cannot be used: counted, logged, kept. */
@NullMarked
package io.imgsrch.operators.deadletter;

import org.jspecify.annotations.NullMarked;
