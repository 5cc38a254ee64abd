/** Named places in the jobs where a test, or a proof, may bring about what goes wrong. */
@NullMarked
package io.imgsrch.config.fault;

import org.jspecify.annotations.NullMarked;
