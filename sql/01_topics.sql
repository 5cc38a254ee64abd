-- The topics as tables. catalog.products is written here, catalog.offers is read.

SET 'execution.runtime-mode' = 'batch';

CREATE TEMPORARY TABLE products (
  event_key STRING NOT NULL,  -- merchant_id/product_id: events of a product stay in order
  `op` STRING NOT NULL,
  merchant_id BIGINT NOT NULL,
  product_id STRING NOT NULL,
  `version` BIGINT NOT NULL,
  title STRING,
  category STRING,
  price_minor BIGINT,
  currency STRING,
  available BOOLEAN,
  images ARRAY<ROW<url STRING>>
) WITH (
  'connector' = 'kafka',
  'topic' = 'catalog.products',
  'properties.bootstrap.servers' = '127.0.0.1:19092',
  'properties.acks' = 'all',
  'properties.max.request.size' = '8388608',
  'key.format' = 'raw',
  'key.fields' = 'event_key',
  'value.format' = 'json',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.json.encode.ignore-null-fields' = 'true'
);

CREATE TEMPORARY TABLE offers (
  merchant_id BIGINT,
  product_id STRING,
  content ROW<`version` BIGINT, `rank` INT, digest STRING>,
  availability ROW<`version` BIGINT, `rank` INT, digest STRING>,
  details ROW<title STRING, category STRING, price_minor BIGINT, currency STRING, available BOOLEAN>,
  image_pks ARRAY<STRING>,
  log_offset BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'catalog.offers',
  'properties.bootstrap.servers' = '127.0.0.1:19092',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'value.format' = 'json'
);
