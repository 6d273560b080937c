<?php
// Calendar files in, their events as sabre/vobject reads them out, as JSON.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING);
require "Sabre/VObject/autoload.php";

function moment($property) {
    $time = clone $property->getDateTime();
    $time->setTimezone(new DateTimeZone("UTC"));
    return $time->format("Y-m-d\TH:i:s\Z");
}

function read($file) {
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    $faults = array_map(function ($fault) { return $fault["message"]; }, $calendar->validate());
    if ($faults) {
        throw new Exception(implode("; ", $faults));
    }
    $events = [];
    foreach ($calendar->select("VEVENT") as $event) {
        $events[] = [moment($event->DTSTART), moment($event->DTEND), (string) $event->UID, (string) $event->STATUS];
    }
    return $events;
}

echo json_encode(array_map("read", array_slice($argv, 1)));
