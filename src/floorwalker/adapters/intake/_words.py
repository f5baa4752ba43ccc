"""Header words of telephone systems and staff lists, in English and French.

One field a line: the field, then the words that name it, best first. Words are compared in lower
case without accents, marks or units in brackets (`Durée (s)` is `duree`).
"""

from collections.abc import Mapping

_TABLE = """
time: time, timestamp, datetime, date time, interval start, interval, start, start time,
    arrival, arrival time, arrived at, arrived, call start, queued at, ds, periode, heure debut,
    debut, horodatage, date heure, date et heure, intervalle, arrivee, debut intervalle, starts
    at, call time, created at, time interval
date: date, day, jour, call date
clock: hour, time of day, heure, clock
queue: queue, queue name, file, file d attente, skill, split, split skill, type, service,
    campaign, campagne, group, groupe, competence, call type, unique id, planning group
offered: offered, calls offered, calls, volume, contacts, contacts offered, appels, count,
    appels offerts, offerts, appels recus, recus, entered, arrivals, calls received, y, nombre d
    appels, presentes, appels presentes, inbound, total calls, incoming calls
answered: handled, answered, calls handled, calls answered, acd calls, traites, appels traites,
    repondus, appels repondus, contacts handled, answered calls
abandoned: abandoned, abandons, calls abandoned, abandonnes, appels abandonnes, aban calls,
    abandoned calls, lost, perdus
short_abandoned: short abandoned, short abandons, abandons courts
aht_seconds: aht, aht seconds, average handle time, avg handle time, average handling time, dmt,
    duree moyenne de traitement, aht s, aht sec, talk duration avg
handle_seconds: handle seconds, handle time, total handle time, handling time, duree de
    traitement, temps de traitement, service time, ser time, service seconds, call duration,
    duration, duree, handle time seconds
talk_seconds: talk seconds, talk time, talk, acd time, conversation, temps de conversation
hold_seconds: hold seconds, hold time, hold, garde, mise en garde, temps de garde
acw_seconds: acw seconds, acw, acw time, after call work, wrap, wrap time, wrap up, post appel,
    after contact work, travail apres appel
asa_seconds: asa, asa seconds, average speed of answer, average wait, dma, delai moyen
wait_seconds: wait, wait seconds, wait time, waiting time, queue time, q time, attente, temps d
    attente, time in queue, delay, total wait, speed of answer in seconds
outcome: outcome, result, status, disposition, resultat, statut, issue, answered y n, call
    status
agent: agent, agent name, server, operator, user, answered by, conseiller, agent id
reference: call id, contact id, id, uniqueid, reference, ticket, id appel, callid
channel: channel, media, media type, canal
answered_at: answered at, answer time, ser start, connected at, heure de reponse
ended_at: ended at, end time, end, ser exit, fin, heure de fin
name: name, nom, full name, agent name, nom complet, employee, employe
first_name: first name, prenom, given name
last_name: last name, nom de famille, surname, family name
email: email, e mail, mail, courriel, adresse courriel, login, username
team: team, equipe, group, groupe
skills: skills, skill, competences, competence
languages: languages, language, langues, langue
contract_hours_min: min hours, hours min, contract hours min, heures min, minimum hours
contract_hours_max: max hours, hours max, contract hours max, heures max, maximum hours
contract_hours: hours, contract hours, weekly hours, heures, heures par semaine, contract
availability_0: mon, monday, lundi, lun
availability_1: tue, tuesday, mardi, mar
availability_2: wed, wednesday, mercredi, mer
availability_3: thu, thursday, jeudi, jeu
availability_4: fri, friday, vendredi, ven
availability_5: sat, saturday, samedi, sam
availability_6: sun, sunday, dimanche, dim
"""


def _parsed(table: str) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for entry in table.strip().replace("\n    ", " ").splitlines():
        field, _, words = entry.partition(": ")
        fields[field] = tuple(words.split(", "))
    return fields


FIELD_WORDS: Mapping[str, tuple[str, ...]] = _parsed(_TABLE)
