package io.imgsrch.operators.query;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;

/**
 * How answers are audited.
 *
 * @param every one of so many; 0 for none
 * @param floor the least recall that alarms nobody, 0 to 1
 */
public record AuditOptions(int every, double floor) {
  public static final AuditOptions OFF = new AuditOptions(0, 0);

  public static AuditOptions of(Settings settings) {
    return new AuditOptions(
        settings.get(QueryOptions.RECALL_AUDIT_EVERY), settings.get(QueryOptions.RECALL_FLOOR));
  }
}
