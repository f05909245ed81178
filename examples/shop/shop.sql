-- A small shop: one of most things that a schema may hold.

CREATE TABLE customer ( -- Whoever has an account.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Where bills and nothing else are sent.
    email VARCHAR(254) NOT NULL COLLATE NOCASE,
    full_name TEXT NOT NULL,
    referred_by INTEGER REFERENCES customer (id) ON DELETE SET NULL, -- The customer who recommended the shop.
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- An address may be used again once its account is closed.
CREATE UNIQUE INDEX customer_email_active ON customer (email) WHERE is_active;

CREATE TABLE address (
    customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    label TEXT NOT NULL DEFAULT 'home',
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    country CHAR(2) NOT NULL CHECK (length(country) = 2), -- ISO 3166-1, two letters
    PRIMARY KEY (customer_id, label)
) WITHOUT ROWID;

CREATE TABLE product (
    sku TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    price DECIMAL(10, 2) NOT NULL,
    tax_percent INTEGER NOT NULL DEFAULT 19,
    price_with_tax DECIMAL(12, 2) GENERATED ALWAYS AS (round(price * (100 + tax_percent) / 100.0, 2)) STORED,
    attributes JSON, -- Whatever only some products have.
    CONSTRAINT price_is_not_negative CHECK (price >= 0)
);

CREATE INDEX product_name ON product (lower(name), price DESC);

-- Two keys to one table, each of two columns.
CREATE TABLE "order" (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    ship_to_label TEXT NOT NULL,
    bill_to_label TEXT,
    placed_on DATE NOT NULL DEFAULT CURRENT_DATE,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'shipped', 'cancelled')),
    CONSTRAINT ship_to FOREIGN KEY (customer_id, ship_to_label) REFERENCES address (customer_id, label),
    CONSTRAINT bill_to FOREIGN KEY (customer_id, bill_to_label) REFERENCES address (customer_id, label)
        DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE order_line (
    order_id INTEGER NOT NULL REFERENCES "order" (id) ON DELETE CASCADE,
    line_number INTEGER NOT NULL,
    sku TEXT NOT NULL REFERENCES product (sku) ON UPDATE CASCADE,
    quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
    unit_price DECIMAL(10, 2) NOT NULL, -- As it was when the order was placed.
    PRIMARY KEY (order_id, line_number),
    UNIQUE (order_id, sku)
);

CREATE TABLE invoice (
    order_id INTEGER PRIMARY KEY REFERENCES "order" (id),
    number TEXT NOT NULL UNIQUE,
    pdf BLOB
) STRICT;

CREATE TRIGGER order_line_price AFTER INSERT ON order_line WHEN NEW.unit_price IS NULL
BEGIN
    UPDATE order_line
    SET unit_price = (SELECT price FROM product WHERE product.sku = NEW.sku)
    WHERE order_id = NEW.order_id AND line_number = NEW.line_number;
END;

CREATE VIEW order_total AS
SELECT "order".id AS order_id, customer.full_name, sum(quantity * unit_price) AS total
FROM "order"
JOIN customer ON customer.id = "order".customer_id
JOIN order_line ON order_line.order_id = "order".id
GROUP BY "order".id;
