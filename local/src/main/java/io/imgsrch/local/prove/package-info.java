/**
 * The proof that what Kafka acknowledged is in every store: a random history, faults, and a small
 * model of what must be so.
 */
@NullMarked
package io.imgsrch.local.prove;

import org.jspecify.annotations.NullMarked;
