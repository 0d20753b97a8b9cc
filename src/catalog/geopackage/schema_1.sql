-- Schema version 1 of the catalog as a GeoPackage (OGC 12-128r17, version 1.3).

-- What every GeoPackage has -------------------------------------------------------------------------------------------

pragma application_id = 0x47504B47; -- "GPKG"
pragma user_version = 10300;

create table gpkg_spatial_ref_sys (
    srs_name text not null,
    srs_id integer not null primary key,
    organization text not null,
    organization_coordsys_id integer not null,
    definition text not null,
    description text
);

insert into gpkg_spatial_ref_sys values
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
     'longitude and latitude in degrees on the WGS 84 ellipsoid');

create table gpkg_contents (
    table_name text not null primary key,
    data_type text not null,
    identifier text unique,
    description text default '',
    last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x double,
    min_y double,
    max_x double,
    max_y double,
    srs_id integer,
    constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_geometry_columns (
    table_name text not null,
    column_name text not null,
    geometry_type_name text not null,
    srs_id integer not null,
    z tinyint not null,
    m tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name),
    constraint uk_gc_table_name unique (table_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_extensions (
    table_name text,
    column_name text,
    extension_name text not null,
    definition text not null,
    scope text not null,
    constraint ge_tce unique (table_name, column_name, extension_name)
);

-- Products and what belongs to them -----------------------------------------------------------------------------------

create table site (
    id integer primary key not null,
    name text not null unique collate nocase
);

create table acquisition (
    id integer primary key not null,
    site_id integer references site (id),
    time datetime not null,
    orbit integer
);

create unique index acquisition_by_site_and_time on acquisition (coalesce(site_id, 0), time);

-- the lists of parameter files are few: most products of a period were made with the same ones
create table parameter_file_list (
    id integer primary key not null,
    sha256 text not null unique
);

create table parameter_file (
    id integer primary key not null,
    list_id integer not null references parameter_file_list (id),
    position integer not null,
    nature text not null,
    name text not null
);

create index parameter_file_by_list on parameter_file (list_id, position);
create index parameter_file_by_name on parameter_file (name);

-- site and acquisition time stand here a second time so that a map shows and filters them
create table product (
    id integer primary key not null,
    geom multipolygon,
    identifier text not null,
    fingerprint text not null default '',
    level text not null default '',
    synthetic boolean not null default 0,
    site text collate nocase,
    acquisition datetime,
    orbit integer,
    path text not null default '',
    facts text not null default 'null',
    acquisition_id integer references acquisition (id),
    parameter_file_list_id integer references parameter_file_list (id),
    record_sha256 text not null default '',
    recorded_at datetime,
    unique (identifier, fingerprint)
);

create index product_by_site_and_time on product (site, acquisition);
create index product_by_time on product (acquisition);

-- GDAL leaves the milliseconds out where there are none; with them always there, the order of texts is the order of times
create trigger product_time_inserted after insert on product
    when new.acquisition is not null and length(new.acquisition) != 24
begin
    update product set acquisition = coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', new.acquisition), new.acquisition)
    where id = new.id;
end;

create trigger product_time_updated after update of acquisition on product
    when new.acquisition is not null and length(new.acquisition) != 24
begin
    update product set acquisition = coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', new.acquisition), new.acquisition)
    where id = new.id;
end;

create table file (
    id integer primary key not null,
    product_id integer not null references product (id) on delete cascade,
    position integer not null,
    path text not null,
    size_bytes integer not null,
    sha256 text not null
);

create index file_by_product on file (product_id, position);

-- Measurements and verdicts -------------------------------------------------------------------------------------------

create table verification (
    id integer primary key not null,
    product_id integer not null references product (id),
    time datetime not null,
    software_version text not null,
    settings text not null,
    settings_sha256 text not null
);

create index verification_by_product on verification (product_id, time);

-- what a measurement is of; written once, however many products it was measured on
create table quantity (
    id integer primary key not null,
    metric text not null,
    subject text not null,
    unit text not null,
    population text not null,
    method text not null,
    unique (metric, subject, unit, population, method)
);

-- n is null where the metric was not measurable, and then reason says why
create table measurement (
    id integer primary key not null,
    verification_id integer not null references verification (id),
    quantity_id integer not null references quantity (id),
    value real,
    uncertainty real,
    n integer,
    exactness text,
    reason text
);

create index measurement_by_verification on measurement (verification_id);

create table verdict (
    id integer primary key not null,
    verification_id integer not null references verification (id),
    requirement_id text not null,
    requirement text not null,
    subject text not null,
    kind text not null,
    value real,
    uncertainty real,
    n integer,
    exactness text,
    probability_of_conformity real,
    reason text not null
);

create index verdict_by_verification on verdict (verification_id);

-- What was done -------------------------------------------------------------------------------------------------------

create table journal_start (
    id integer primary key not null,
    time datetime not null,
    kind text not null,
    inputs text not null,
    software_version text not null
);

create table journal_end (
    operation_id integer primary key not null references journal_start (id),
    time datetime not null,
    outcome text not null,
    details text not null
);

create trigger journal_start_is_never_changed before update on journal_start
begin select raise(abort, 'the journal is never changed'); end;
create trigger journal_start_is_never_removed before delete on journal_start
begin select raise(abort, 'the journal is never changed'); end;
create trigger journal_end_is_never_changed before update on journal_end
begin select raise(abort, 'the journal is never changed'); end;
create trigger journal_end_is_never_removed before delete on journal_end
begin select raise(abort, 'the journal is never changed'); end;

create table event (
    id integer primary key not null,
    time datetime not null,
    kind text not null,
    subject text not null,
    message text not null
);

-- Registration: products as features, the rest as attributes ----------------------------------------------------------

insert into gpkg_contents (table_name, data_type, identifier, description, srs_id) values
    ('product', 'features', 'product', 'Products: identifier, level, site, acquisition, footprint', 4326),
    ('site', 'attributes', 'site', 'Sites', null),
    ('acquisition', 'attributes', 'acquisition', 'Acquisitions: site, time, orbit', null),
    ('file', 'attributes', 'file', 'Files of the products', null),
    ('parameter_file_list', 'attributes', 'parameter_file_list', 'Lists of parameter files used', null),
    ('parameter_file', 'attributes', 'parameter_file', 'Parameter files used', null),
    ('verification', 'attributes', 'verification', 'When and how products were measured', null),
    ('quantity', 'attributes', 'quantity', 'What was measured: metric, band or pair, unit', null),
    ('measurement', 'attributes', 'measurement', 'Measured figures', null),
    ('verdict', 'attributes', 'verdict', 'Judgements against the requirements', null),
    ('journal_start', 'attributes', 'journal_start', 'Journal: operations begun', null),
    ('journal_end', 'attributes', 'journal_end', 'Journal: operations ended', null),
    ('event', 'attributes', 'event', 'Events', null);

-- the same bytes whenever it is made; recording products sets the true time
update gpkg_contents set last_change = '1970-01-01T00:00:00.000Z';

insert into gpkg_geometry_columns values ('product', 'geom', 'MULTIPOLYGON', 4326, 0, 0);

-- Spatial index: the RTree extension and its triggers (OGC 12-128r17, annex F.3) --------------------------------------

create virtual table rtree_product_geom using rtree (id, minx, maxx, miny, maxy);

insert into gpkg_extensions values
    ('product', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');

create trigger rtree_product_geom_insert after insert on product
    when (new.geom not null and not st_isempty(new.geom))
begin
    insert or replace into rtree_product_geom values
        (new.id, st_minx(new.geom), st_maxx(new.geom), st_miny(new.geom), st_maxy(new.geom));
end;

create trigger rtree_product_geom_update1 after update of geom on product
    when old.id = new.id and (new.geom notnull and not st_isempty(new.geom))
begin
    insert or replace into rtree_product_geom values
        (new.id, st_minx(new.geom), st_maxx(new.geom), st_miny(new.geom), st_maxy(new.geom));
end;

create trigger rtree_product_geom_update2 after update of geom on product
    when old.id = new.id and (new.geom isnull or st_isempty(new.geom))
begin
    delete from rtree_product_geom where id = old.id;
end;

create trigger rtree_product_geom_update3 after update on product
    when old.id != new.id and (new.geom notnull and not st_isempty(new.geom))
begin
    delete from rtree_product_geom where id = old.id;
    insert or replace into rtree_product_geom values
        (new.id, st_minx(new.geom), st_maxx(new.geom), st_miny(new.geom), st_maxy(new.geom));
end;

create trigger rtree_product_geom_update4 after update on product
    when old.id != new.id and (new.geom isnull or st_isempty(new.geom))
begin
    delete from rtree_product_geom where id in (old.id, new.id);
end;

create trigger rtree_product_geom_delete after delete on product
    when old.geom not null
begin
    delete from rtree_product_geom where id = old.id;
end;
