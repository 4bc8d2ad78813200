"""Words that are no names where they stand alone, though some people are called so."""

from __future__ import annotations

from typing import Final

from parsers.spans import word_set

ORDINARY: Final = word_set(
    """
    a able about above access actually ada add added address after afternoon again agreed air alarm all along already
    also am an and any anyone anytime anything appointment appreciate approval approve approved are area
    around arrive as asap ask at attached available away back bar barrel base bay be because been before
    began begin behind being below best between big bill bird bishop black block blue board bond book booked
    both bottom box boxes branch bring brown build builder building built bush busy but butler by cable call
    called can cancel cancelled canceled cannot car card care carpenter case ceiling cell center chance
    change check church city clay clean clear client close closed code cold come coming company complete
    completed concrete conduit confirm construction contact contractor cook cooper copper corner correction
    corrections cost could court cover covered crew cross cup current cut daily date day days dear deck demo
    department detail did direct do dock does done door doors down drain draper drive drywall duct due
    during each early east easter edge either elec electric electrical electrician elevator else email end
    engineer enough entry equipment escort even evening ever every exterior extra fail failed fall farmer
    few field fields final finals find fine finish finished fire first fisher fix fixture flat floor floors
    flores flow follow following footing footings for ford forest forward foster foundation found fox
    framing frame free freeman from front full gas gate gates general get give given glass go going gold
    good got grant gray great green greetings grid ground group guard had hall hand hands hang hard has have
    he head heat hello help her here hi high hill him his hold hole hood hope hour hours house how hunter
    hvac i if impossible in incl info inside inspect inspected inspection inspections inspector inspectors
    install installed instead insulation interior into is issue issued it item items its job jobs jordan just key
    keys king kind knight know lab land lane last late later law lay lead leave left less let level life
    light lighting like line lines list little lobby location long look looking lot love low lunch made main
    make many march mark mason master may me mechanical meet meeting mep message might mill miller mind
    minor missing mobile monday month moore more morning most move moved much must my name near need needed
    needs never new next nice night no noble none noon north not note notes nothing now number of off office
    ok okay old on once one only open opening or order other our out outlet outside over own owner page
    paint painter pair panel park parker parking part pass passed past per permit permits person phase phone
    pick pipe piping place plan plans plate please plumb plumber plumbing pm point pool poole porter
    possible post pour power pre preferred prep present price prior project pump push put quick quickly ray
    re reach read ready really reason received red regards reid reinspect reinspection remaining remodel
    removed renovation reply request requested requesting requests reschedule rice rich right ring riser
    rivers road rob rock roof room rooms rose rough roughin round run running safe said sale same sanders
    saturday say schedule scheduled screw second section security see seen send sent service set shaft shall
    sharp shaw she shear shell shop short should show side sign signed since single site sky slab slater
    small smart smoke so some someone soon sorry south space special sprinkler sprinklers square stair
    stairs stall standard start started status steel steele still stone stop store street strong structural
    such suite sunday super superintendent support sure swift system table take taken taylor team tell temp
    temporary tenant test testing than thank thanks that the their them then there these they thing this
    those through thursday ti time times tmrw to today together told tomorrow too top total tower town trade
    tuesday turn turner two type under underground underslab unit until up update us use used user using
    valve van vent very via visit wade wait walk walker wall walls want ward was washer water way we web
    weber wed wednesday week weld welder well west what when where which while white who why wide will
    windows wire wise wish with within wood woods work working works would write year yes yet york you young
    your april art august bob brook bud chase christian dale dawn dean drew earl eve faith frank gene grace
    guy harmony heath heather holly hope iris jack jade joy june king lance lily max melody miles misty nick
    norm olive page pat paul penny pepper pierce ray reed robin rod ruby rusty sandy skip sky sonny star
    stew summer sunny tab tad tiny tom trace violet wade wally ward warren wes
    """
) - word_set(
    """
    bob frank jack paul tom warren weber wes wally norm sanders flores parker reid steele shaw slater moore
    foster dale dean earl gene iris lance lily melody ruby robin violet
    """
)
"""Lower case. A name that is such a word counts only where a name must stand (beside "inspector", a date ...)."""

SURNAMES_TOO: Final = word_set(
    """
    baker banks bell black bond brown bush butler carpenter church clay cook cooper day dean drew fisher
    flores ford fox freeman gold green grant gray hill holly hood hope hunter jordan king knight lane law
    little long love lowe marsh marshall mason miller moore noble page painter park parker pierce poole pope
    porter price ray reed rice rich rivers rose sharp shaw short silver slater smart snow steele strong
    summers swift taylor turner walker ward waters weaver webb weber wells west wheeler white wise wood
    woods young
    """
)
"""Ordinary words that behind a first name are rather a surname: "Robert Hill"."""

FIRST_NAMES: Final = word_set(
    """
    aaron abby abigail adam adrian ahmed aiden alan albert alejandro alex alexander alexis alfredo ali alice
    alicia allen allison alma alvin alyssa amanda amber amir amy ana andre andrea andrew andy angel angela
    angie anita ann anna anne annie anthony antonio ariana armando arthur ashley austin barbara barry
    beatriz ben benjamin bernard beth betty beverly bill billy blake bob bobby bonnie brad bradley brandon
    brenda brendan brent brett brian bridget bruce bryan caleb calvin cameron carl carla carlos carmen carol
    caroline carolyn carrie casey cassandra catherine cathy cesar chad charles charlie charlotte chelsea
    cheryl chloe chris christian christina christine christopher cindy claire clara claudia clayton clifford
    cody colin connie connor corey courtney craig crystal curtis cynthia daisy dale dan dana daniel daniela
    danielle danny daria darlene darrell darren dave david dawn dean deb debbie deborah debra denise dennis
    derek derrick desiree devin diana diane diego don donald donna doris dorothy doug douglas duane dustin
    dylan earl ed eddie edgar eduardo edward edwin eileen elaine elena eli elijah elizabeth ellen emily emma
    enrique eric erica erik erin ernest ethan eugene eva evan evelyn felix fernando fiona frances francisco
    frank fred gabriel gabriela garrett gary gavin george gerald gilbert gina glen glenda gloria gordon
    grace greg gregory guillermo gus hannah harold harry hassan heather hector heidi helen henry holly hugo
    ian ibrahim irene isaac isabel ivan jack jackie jackson jacob jaime jake james jamie jan jane janet
    janice jared jasmine jason javier jay jean jeanne jeff jeffrey jen jenna jennifer jenny jeremy jerome
    jerry jesse jessica jessie jesus jill jim jimmy joan joann joanne joaquin joe joel john johnny jon
    jonathan jordan jorge jose joseph josh joshua joyce juan juanita judith judy julia julian julie justin
    kara karen karl kate katherine kathleen kathy katie kayla keith kelly ken kendra kenneth kent kevin kim
    kimberly kirk kris kristen kristin kurt kyle lance larry laura lauren laurie lawrence lee lena leo leon
    leonard leroy leslie lewis liam linda lindsay lisa liz logan lois lori louis lucas lucia lucy luis luke
    lupe lydia lynn mack madison maggie manny manuel marc marcia marco marcus margaret maria marie marilyn
    mario marisol mark marlene marsha martha martin marty marvin mary mason mateo matt matthew maureen
    maurice max megan melanie melinda melissa melvin michael micheal michele michelle miguel mike mindy
    miranda mitchell mohamed molly monica monique morgan nancy naomi natalie natasha nathan neil nelson
    nicholas nick nicole nina noah noel nora norma norman olga oliver olivia omar oscar owen pablo paige
    pamela pat patricia patrick patty paul paula pedro peggy pete peter phil philip phillip phyllis priya
    rachel rafael ralph ramon randall randy raul ravi ray raymond rebecca regina rene renee ricardo richard
    rick ricky rita rob robert roberta roberto robin rodney roger roland ron ronald ronnie rosa rose ross
    roy ruben russ russell ruth ryan sally sam samantha samuel sandra sara sarah saul scott sean sergio seth
    shane shannon sharon shaun shawn sheila shelly sherry shirley sid silvia simon sofia sonia sonja sophia
    spencer stacey stacy stan stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia
    tamara tammy tanya tara ted teresa terrence terri terry thelma theo theresa thomas tiffany tim timothy
    tina todd tom tommy toni tony tonya tracy travis trevor troy tyler valerie vanessa vera vernon veronica
    vicki victor victoria vince vincent virginia vivian wade wally walter wanda warren wayne wendy wes
    wesley whitney will william willie xavier yolanda yvonne zach zachary zoe
    """
)
"""Lower case. Tells "Luis Ortega" from "electrical Ortega"; never used to invent a person."""
