"""Phrases that are said shorter, and phrases that say nothing.

Left of the arrow a phrase, its words in any form (``be``, ``have`` and ``do`` stand for all of
theirs); right of it what it is brought to, in which ``$0`` is the first of its words as it stands.
Both sides of a comparison are brought to these forms, so the direction of an edit doesn't matter.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FILLERS", "PHRASES", "REDUNDANT"]

_PHRASES = """
in order to -> to | so as to -> to | with the aim of -> to | for the purpose of -> to
with a view to -> to
with the goal of -> to | with the purpose of -> to
due to the fact that -> because | owing to the fact that -> because | in view of the fact that -> because
in light of the fact that -> because | on account of the fact that -> because
by virtue of the fact that -> because
for the reason that -> because | the reason be that -> because | due to -> because | owing to -> because
because of -> because | on account of -> because | as a result of -> because
as a consequence of -> because
given that -> because | given the fact that -> because | thanks to -> because | seeing that -> because
on the grounds that -> because | by reason of -> because | inasmuch as -> because
despite the fact that -> although | in spite of the fact that -> although
notwithstanding the fact that -> although
regardless of the fact that -> although | even though -> although | in spite of -> although
despite -> although
notwithstanding -> although | though -> although
a number of -> several | a variety of -> various | a wide variety of -> various | a range of -> various
a large number of -> many | a great number of -> many | a great many -> many | a great deal of -> much
a lot of -> many | lots of -> many | a plethora of -> many | a small number of -> a-few
a vast number of -> many
majority of -> most | result to -> cause
the majority of -> most | a majority of -> most | the vast majority of -> vast most | most of -> most
all of -> all
some of -> some | many of -> many | several of -> several | each of -> each | both of -> both
few of -> few
none of -> none | any of -> any
in the absence of -> without | with no -> without | in the presence of -> with | in absence of -> without
in presence of -> with | in the context of -> in | in the case of -> in | in case of -> in
in the event that -> if
in the event of -> if | on condition that -> if | provided that -> if | providing that -> if
only if -> only if
under the condition that -> if | in the process of -> in | in the course of -> during
over the course of -> during
throughout the course of -> throughout | for the duration of -> during | during the course of -> during
in the vicinity of -> near | in close proximity to -> near | in proximity to -> near | in terms of -> in
with respect to -> about | with regard to -> about | with regards to -> about | in regard to -> about
in relation to -> about | in reference to -> about | with reference to -> about | as regards -> about
as to -> about | pertaining to -> about | relating to -> about | concerning -> about | regarding -> about
on the subject of -> about
by means of -> using | by the use of -> using | through the use of -> using | with the use of -> using
with the help of -> using | with the aid of -> using | by use of -> using | via the use of -> using
by way of -> via | by virtue of -> because | by using -> using | making use of -> using
make use of -> use
through the whole -> throughout | during the whole -> throughout | throughout the whole -> throughout
put up -> erect | pay for -> finance
prior to -> before | previous to -> before | in advance of -> before | in anticipation of -> before
subsequent to -> after | at a later time -> later | at a later date -> later | at a later stage -> later
at the present time -> now | at present -> now | at this point in time -> now | at this time -> now
at the current time -> now | nowadays -> now | currently -> now | presently -> now
in the present day -> now
at the same time -> simultaneously | at the same time as -> simultaneously with
concurrently -> simultaneously
in addition to -> besides | as well as -> and | together with -> with | along with -> with
in conjunction with -> with
in combination with -> combine with | in accordance with -> according to
in agreement with -> consistent with
in line with -> consistent with | in keeping with -> consistent with
in excess of -> more than | in the neighbourhood of -> about
be able to -> $0 able | have the ability to -> $0 able | have the capability to -> $0 able
have the capacity to -> $0 able | be capable of -> $0 able | have the potential to -> $0 potential
be not able to -> $0 not able | be unable to -> $0 not able | be incapable of -> $0 not able
can not -> $0 not
fail to -> not | be in contrast to -> $0 contrast with | in contrast to -> whereas
in contrast with -> whereas
contrary to -> contrary to | as opposed to -> whereas | compare with -> compared-with
compare to -> compared-with
in comparison with -> compared-with | in comparison to -> compared-with | relative to -> compared-with
versus -> compared-with
vs -> compared-with | as compared with -> compared-with | as compared to -> compared-with
when compared with -> compared-with
when compared to -> compared-with | by comparison with -> compared-with | in comparison -> compared-with
vs. -> compared-with
than that of -> than | than those of -> than | than that in -> than in | than those in -> than in
than that observed in -> than in | than those observed in -> than in | than do -> than | than be -> than
than did -> than
lead to -> cause | result in -> cause | give rise to -> cause | bring about -> cause
be responsible for -> cause
be the cause of -> cause | contribute to -> contribute | be associate with -> $0 associated
be correlate with -> $0 correlated | correlate with -> correlated | associate with -> associated
be link to -> $0 linked | be relate to -> $0 related | link to -> linked | relate to -> related
have an effect on -> affect | have an impact on -> affect | have an influence on -> affect
exert an effect on -> affect
exert an influence on -> affect | have a effect on -> affect | impact on -> affect
have effects on -> affect
have no effect on -> not affect
have no effect -> not affect | have any effect on -> affect | have any influence on -> affect
have no influence on -> not affect | have no impact on -> not affect
have little effect on -> little affect
play a role in -> contribute | have a role in -> contribute | be involve in -> $0 involved
be implicate in -> $0 implicated
carry out -> perform | make a comparison of -> compare | make comparisons of -> compare
make an attempt to -> try to
make an assessment of -> assess | give consideration to -> consider | take into consideration -> consider
take into account -> consider | take account of -> consider | reach a conclusion -> conclude
come to the conclusion -> conclude | arrive at the conclusion -> conclude
draw the conclusion -> conclude
be in agreement -> $0 agree | be in agreement with -> $0 consistent with | be indicative of -> indicate
be suggestive of -> suggest | be characteristic of -> characterise | be dependent on -> depend on
be dependent upon -> depend on | be representative of -> represent | be reflective of -> reflect
be comprised of -> comprise | be compose of -> comprise | consist of -> comprise
be made up of -> comprise
be consistent with -> $0 consistent with | be supportive of -> support | be similar to -> $0 similar to
be different from -> differ from | be different to -> differ from | be different than -> differ from
differ to -> differ from | take place -> occur | serve to -> | serve as -> be | act as -> be acting
function as -> be acting
act to -> | tend to -> tend
for example -> eg | for instance -> eg | e.g. -> eg | e.g -> eg | such as -> eg | i.e. -> ie | i.e -> ie
in other words -> ie | namely -> ie | et cetera -> etc
in part -> partly | to a large extent -> largely | to a great extent -> largely
for the most part -> mostly
to some extent -> partly | to a certain extent -> partly | on average -> average | as a whole -> overall
in general -> generally | on the whole -> overall | in most cases -> usually | in many cases -> often
in some cases -> sometimes | in all cases -> always | in every case -> always | in no case -> never
on a daily basis -> daily | every day -> daily | each day -> daily | per day -> daily
once a day -> once daily
on a regular basis -> regularly | on a weekly basis -> weekly | every week -> weekly
once a week -> once weekly
in a similar manner -> similarly | in a similar way -> similarly | in a similar fashion -> similarly
in the same way -> similarly | in like manner -> similarly | likewise -> similarly
in an analogous manner -> similarly
in a dose-dependent manner -> dose dependently | in a dose-dependent fashion -> dose dependently
in a dose dependent manner -> dose dependently | in a dose dependent fashion -> dose dependently
in a time-dependent manner -> time dependently | in a time dependent manner -> time dependently
in a rapid manner -> rapidly | at a rapid rate -> rapidly | at a fast rate -> rapidly
in size -> | in colour -> | in shape -> | in nature -> | in number -> | in character ->
until such time as -> until | up until -> until | as long as -> if
so long as -> if | during the time that -> while
at the time that -> when | at the time when -> when | in cases where -> when | in cases in which -> when
in situations where -> when | on occasions when -> when | as soon as -> once | in instances where -> when
whether or not -> whether | the question as to whether -> whether | the fact that -> that
be aimed to -> aim to | be aim at -> aim to | aim at -> aim to | aim be to -> aim to
objective be to -> aim to
be find to -> $0 | be observe to -> $0 | be see to -> $0 | be know to -> $0 known | be show to -> $0 shown
it be find that -> | it be observe that -> | it be see that -> | we find that -> | we observe that ->
we see that ->
be find to be -> $0 | be observe to be -> $0 | be see to be -> $0
it be possible that -> possibly | there be a possibility that -> possibly | it be likely that -> probably
it be probable that -> probably | there be evidence that -> evidence that | it appear that -> appear
it seem that -> appear | it be suggest that -> $1 suggest | it have be suggest that -> $1 suggest
there be a need to -> need to | it be necessary to -> need to | be require to -> $0 required to
it be essential to -> essential to | it be important to -> important to
there be -> | there exist -> | there have be -> | it be -> $1
in the literature -> literature | a total of -> | in total -> | an estimated -> about
more and more -> increasingly | as far as -> about | as follow -> follows | in which -> where
at which -> where
on which -> where | to date -> date so far | so far -> date so far | thus far -> date so far
up to now -> date so far
until now -> date so far | in turn -> | in question -> | in vivo -> in-vivo | in vitro -> in-vitro
in situ -> in-situ
in silico -> in-silico | ex vivo -> ex-vivo | de novo -> de-novo | a priori -> a-priori
post hoc -> post-hoc
at least -> at-least | at most -> at-most | up to -> up-to | no longer -> not anymore
more than -> more than
not only -> not-only | but also -> and | but rather -> but | rather than -> rather-than
instead of -> rather-than
other than -> except | apart from -> except | aside from -> except | with the exception of -> except
except for -> except | as well -> also | in addition -> also | additionally -> also
furthermore -> also | moreover -> also | besides this -> also | further to this -> also
what is more -> also
in contrast -> whereas | by contrast -> whereas | conversely -> whereas | on the other hand -> whereas
on the contrary -> whereas | on the one hand -> | in comparison -> whereas
as a result -> therefore | as a consequence -> therefore | for this reason -> therefore
for that reason -> therefore
thus -> therefore | hence -> therefore | consequently -> therefore | accordingly -> therefore
thereby -> therefore
it follow that -> therefore | in consequence -> therefore | because of this -> therefore
almost all -> almost-all | nearly all -> almost-all | virtually all -> almost-all
the same -> same | one another -> other each | each other -> other each
find out -> determine | look at -> examine | look into -> investigate | set up -> establish
point out -> note
deal with -> address | go up -> increase | go down -> decrease | get rid of -> remove
get better -> improve
get worse -> worsen | make sure -> ensure | depend upon -> depend on | base upon -> base on
maximum likelihood -> maximum-likelihood | likelihood ratio -> likelihood-ratio | carry on -> continue
rule out -> exclude | exclude the possibility that -> exclude that
rule out the possibility that -> exclude that | hardly ever -> rarely | scarcely ever -> rarely
almost never -> rarely | put forward -> propose | figure out -> determine
work out -> determine
up-regulate -> upregulate | down-regulate -> downregulate | up regulate -> upregulate
down regulate -> downregulate
set out to -> aim to | wish to -> aim to | want to -> aim to | intend to -> aim to | seek to -> aim to
give that -> because | wild-type -> wildtype | wild type -> wildtype | per cent -> %
by a factor of two -> twofold | s.d. -> sd-abbr | s.e.m. -> sem-abbr
interest in -> interested in | p value -> p-value | p-value -> p-value | p-values -> p-value
p values -> p-value
has a tendency to -> tend | have a tendency to -> tend | show a tendency to -> tend
i do not -> | kind of -> kind | sort of -> kind | type of -> kind
"""

_MORE = """
first initially -> first | initially first -> first | mix together -> mix | combine together -> combine |
joint collaboration -> collaboration | be effect by -> $0 perform by
which come from -> from | that come from -> from | stand for -> represent | be show in the figure ->
show in the figure ->
show in this figure -> | in this figure -> | that be make of -> of | which be make of -> of
our result show that -> | the result show that ->
these result show that ->
our data show that -> | our finding show that -> | the data show that -> | after that -> then
after this -> then | after which -> then | at all -> | in previous work -> previously
in earlier work -> previously
in previous study -> previously | in earlier study -> previously | on the occasion of -> at
be possible for us to -> able
until such time as -> until | come to an end -> end | put off -> postpone | in such a way that -> so
in such a manner that -> so
of great importance -> important | of importance -> important | with the result that -> so
in the same manner -> similarly
it can be state that -> | it can be say that -> | it can be conclude that -> conclude that
it be conclude that -> conclude that
it be conclude by us that -> we conclude that | on the basis of -> based on | in light of -> given
in view of -> given
in order to be able to -> to | so as to be able to -> to | it be decide to -> | it be decide by us to ->
it be decide that ->
we decide to -> | a few of -> a-few | a few -> a-few | a little -> a-little | be compose from -> comprise
each time that -> whenever
each time -> whenever | every time that -> whenever | every time -> whenever
at the present moment in time -> now
at the present moment -> now | at the moment -> now | over night -> overnight | at first -> initially
in the period from -> from | during the period from -> from | and this be true of -> of
this be true of -> of
and this be true for -> for | to be consider to be -> consider | consider to be -> consider
in order for -> for
in contrary to -> whereas | differ from each other -> differ | be different from each other -> differ
be different from one another -> differ | it be the case that -> | it be not the case that -> not
be the case that -> | this be the case in -> in
this be the case for -> for | and this be the case in -> in | and this be the case for -> for
this be the case ->
to be able to -> to | it be possible to -> able | it be not possible to -> able not
it be impossible to -> able not
be impossible to -> able not | make it possible to -> enable | it can be see that ->
it can be see in -> in
can be see in -> in | as can be see in -> in | as show in -> in | each other -> | one another ->
with each other ->
with one another -> | at interval of -> every | the reason why -> because | the reason for -> because
take part in -> participate in | in favour of -> favour | be in favour of -> favour | be against -> oppose
fill in -> complete | fill out -> complete | once more -> again | in advance -> beforehand | go on to ->
start from -> from
only a small number of -> only few | a low number of -> few | limited number of -> few
large number of -> many | high number of -> many
be subject to -> $0 | subject to -> to | be a consequence of -> $0 caused by
be the result of -> $0 caused by
be a result of -> $0 caused by
be the consequence of -> $0 caused by | stem from -> be caused by
arise from -> be caused by | result from -> be caused by
that be shown -> | which be shown -> | this figure show -> | the figure show -> | this panel show ->
this plot show ->
would seem to suggest -> suggest | seem to suggest -> suggest | appear to suggest -> suggest
would suggest -> suggest
seem to indicate -> indicate | appear to indicate -> indicate | would seem to indicate -> indicate
each and every -> every | any and all -> all | first and foremost -> first | one and the same -> same
exact same -> same | very same -> same | a set of -> | a series of -> several | a group of ->
a period of -> | a value of ->
 a depth of ->
the end of -> end | by the end of -> by end | more than one time -> more than once
on the average -> average
in the form of -> as | in form of -> as | consist in -> consist of | in the direction of -> toward
point toward -> point to
point towards -> point to | in an attempt to -> to | in the hope of -> to | so that -> so
such that -> so
for as long as -> if | in the year -> in | during the year -> in | the month of -> | the city of ->
the country of ->
in the same time -> simultaneously | all but -> all except | all the -> all | half of -> half
whole of the -> whole
the whole of -> whole | all of the -> all | most of the -> most | many of the -> many
some of the -> some
several of the -> several | with the increase of -> as increase | with the increasing of -> as increase
along with the increase of -> as increase | with increasing -> as increase
with the decrease of -> as decrease
with decreasing -> as decrease | accord to -> according to | have access to -> access
pay attention to -> consider
be of importance -> important | be of interest -> interesting | be of use -> useful
be of the opinion that -> believe that
it be our opinion that -> we believe that | in our opinion -> we believe | be aware of -> know
have knowledge of -> know
be in need of -> need | be in possession of -> have | have a need for -> need | be in excess of -> exceed
be larger than -> exceed | come from -> originate from | derive from -> from | make up -> constitute
carry out on -> perform on
take advantage of -> use | make reference to -> refer to | give an account of -> describe
give an overview of -> summarise
provide a description of -> describe | provide an explanation for -> explain
provide evidence for -> evidence for
provide support for -> support | lend support to -> support | be in support of -> support
hold true -> hold
exert an inhibitory effect on -> inhibit | have an inhibitory effect on -> inhibit
have a tendency towards -> tend to
there be a tendency for -> tend | be likely to -> $0 likely | in all likelihood -> probably
it be our belief that -> we believe
it be believe that -> $1 believe | it be think that -> $1 believe | it be know that -> known
as be know ->
at a later time point -> later | at an earlier time -> earlier | at an earlier date -> earlier
over time -> over time
as time go by -> over time | with time -> over time | a large proportion of -> many
a high proportion of -> many
a considerable number of -> many | considerable number of -> many | a handful of -> a-few
a couple of -> two
"""

_EDITED = """
as a consequence of this -> therefore | as a result of this -> therefore | because of that -> therefore
at a constant level -> constant | at constant level -> constant | at a constant value -> constant
be in a constant state -> be constant
of this study -> | arm of the study -> arm | arm of the trial -> arm | group of the study -> group
of our study -> | of the present study -> | of this work -> | in this experiment ->
in our experiment ->
use in this study -> | use in this experiment -> | use in the present study -> | use in our study ->
the author would like to thank -> we thank | we would like to thank -> we thank | would like to ->
only few -> few | lead to the conclusion that -> therefore conclude that
the paper be organise as follow ->
this paper be organise as follow -> | the remainder of this paper be organise as follow ->
the rest of this paper be organise as follow -> | the rest of the paper be organise as follow ->
the remainder of the paper be organise as follow -> | the article be structure as follow ->
this lead to the conclusion that -> therefore conclude that
lead us to conclude that -> therefore conclude that
that be show in the figure -> | which be show in the figure -> | that be show in figure ->
be effect by mean of -> using | be effect use -> using
have to -> must
be allow to dry -> $0 dry | be allow to cool -> $0 cool | be allow to germinate -> $0 germinate
be allow to settle -> $0 settle | be allow to equilibrate -> $0 equilibrate | be allow to react -> $0 react
be allow to grow -> $0 grow | be allow to stand -> $0 stand | be allow to warm -> $0 warm
be allow to dissolve -> $0 dissolve | be allow to evaporate -> $0 evaporate
be allow to solidify -> $0 solidify
be allow to crystallize -> $0 crystallize | be allow to harden -> $0 harden | be allow to cure -> $0 cure
be allow to soak -> $0 soak | be allow to rest -> $0 rest | be allow to recover -> $0 recover
be leave to dry -> $0 dry | be leave to cool -> $0 cool | be leave to germinate -> $0 germinate
be leave to settle -> $0 settle | be leave to equilibrate -> $0 equilibrate | be leave to react -> $0 react
be leave to grow -> $0 grow | be leave to stand -> $0 stand | be leave to warm -> $0 warm
be leave to dissolve -> $0 dissolve | be leave to evaporate -> $0 evaporate
be leave to solidify -> $0 solidify
be leave to crystallize -> $0 crystallize | be leave to harden -> $0 harden | be leave to cure -> $0 cure
be leave to soak -> $0 soak | be leave to rest -> $0 rest | be leave to recover -> $0 recover
be left to dry -> $0 dry | be left to cool -> $0 cool | be left to germinate -> $0 germinate
be left to settle -> $0 settle
be left to equilibrate -> $0 equilibrate | be left to react -> $0 react | be left to grow -> $0 grow
be left to stand -> $0 stand
be left to warm -> $0 warm | be left to dissolve -> $0 dissolve | be left to evaporate -> $0 evaporate
be left to solidify -> $0 solidify
be left to crystallize -> $0 crystallize | be left to harden -> $0 harden | be left to cure -> $0 cure
be left to soak -> $0 soak
be left to rest -> $0 rest | be left to recover -> $0 recover | left out of -> exclude from
left out -> exclude
a result of -> caused by | a consequence of -> caused by | it would appear that -> appear
it would seem that -> appear | would appear to -> appear to | would seem to -> appear to
at that time -> then | due to lack of -> without | due to a lack of -> without | owing to lack of -> without
because of lack of -> without | because of a lack of -> without | owing to a lack of -> without
set at -> set to | of small size -> small | of large size -> large
use be make of -> $1 use | in contrast to what we have expect -> contrary to expectation
contrary to what we have expect -> contrary to expectation
contrary to our expectation -> contrary to expectation
contrary to what be expect -> contrary to expectation | contrary to expectation -> contrary to expectation
throughout the whole -> throughout | make it clear that -> show that | make clear that -> show that
which correspond to -> ie | which be equivalent to -> ie | which amount to -> ie | which be equal to -> ie
a high level of -> high | a low level of -> low | a high degree of -> high | a low degree of -> low
for the period before -> before | in the period before -> before | during the period before -> before
for the period after -> after | in the period after -> after | during the period after -> after
the great majority of -> vast most | the large majority of -> vast most
the overwhelming majority of -> vast most | evidence suggest that -> evidence that
leave out of -> exclude from | leave out -> exclude | regard the effect of -> about
concern the effect of -> about
with regard to the effect of -> about | with respect to the effect of -> about | as for the effect of -> about
as regards the effect of -> about | as far as the effect of -> about | eligible for inclusion -> eligible
eligible to be include -> eligible | eligible for participation -> eligible
it be over within -> be complete within | it be over after -> be complete after
it be over in -> be complete in | one see that -> | one find that -> | one can see that ->
one observe that ->
one can find that -> | if one see that -> | during this time -> during this | during that time -> during that
in this time -> during this | in that time -> during that | in the meantime -> meanwhile
in those case where -> when | in these case where -> when | in the case where -> when | in case where -> when
in those case in which -> when | in the case in which -> when | in those instance where -> when
it be necessary to -> must | the present work -> this work | the present study -> this study
the present paper -> this paper | the current study -> this study | the current work -> this work
the present article -> this article | the current paper -> this paper | take part -> participate
under an atmosphere of -> under | in an atmosphere of -> under | at a constant value of -> at
at a constant temperature of -> at | at a constant level of -> at | at a constant pressure of -> at
at a constant rate of -> at | at a constant speed of -> at | at constant temperature of -> at
be effect by means of -> using | replace with a new one -> replace | replace by a new one -> replace
replace with new one -> replace | for the time ahead -> | in the time ahead -> | for the future ahead ->
whatsoever -> | play a part in -> contribute | play a part -> contribute | play a role -> contribute
play some part in -> contribute | be over within -> be complete within | be over after -> be complete after
be over in -> be complete in | the majority -> most
be give the opportunity to -> $0 able | have the opportunity to -> $0 able | be give the chance to -> $0 able
be in good agreement with -> agree good with | in good agreement with -> agree good with
show good agreement with -> agree good with | agree well with -> agree good with
amount to -> be | add up to -> be | be free of -> without | be free from -> without | free of -> without
be unaccompanied by -> without | no more than -> at-most | not more than -> at-most
no fewer than -> at-least
no less than -> at-least | not less than -> at-least | not fewer than -> at-least
in no instance -> never | on no occasion -> never | to no avail -> without success
in the course of time -> over time | during the whole of -> throughout | during the entire -> throughout
during all of -> throughout | over the whole of -> throughout | over the entire -> throughout
for the whole of -> throughout | throughout the whole of -> throughout | throughout the entire -> throughout
for the first time -> first-time | a good deal of -> much | a fair amount of -> much
in such case -> then | in that case -> then | in this case -> then
with one exception -> except one | all but -> all except
that be to be -> to be | which be to be -> to be
on the order of -> about | of the order of -> about | in the order of -> about | somewhere around -> about
something like -> about | more or less -> about | or so -> about
of a similar kind -> similar | of the same kind -> same | of this kind -> such | of this sort -> such
of this type -> such | of a similar type -> similar
in a position to -> able | find it possible to -> able
come to a halt -> stop | come to a stop -> stop | bring to an end -> end | put an end to -> end
make it possible for -> enable | render it possible to -> enable | make possible -> enable
have as its aim -> aim | have as its goal -> aim | have the aim of -> aim to | have the goal of -> aim to
with the result -> so | to such an extent that -> so | to such a degree that -> so
it be for this reason that -> therefore | that be why -> therefore | this be why -> therefore
which be why -> therefore | that be the reason why -> therefore | this be the reason why -> therefore
be on the increase -> increase | be on the decrease -> decrease | be on the rise -> increase
be on the decline -> decrease | be in decline -> decrease
show an increase -> increase | show a decrease -> decrease | show a decline -> decrease
show a rise -> increase
undergo an increase -> increase | undergo a decrease -> decrease | experience an increase -> increase
experience a decrease -> decrease | see an increase -> increase | see a decrease -> decrease
have a preference for -> prefer | show a preference for -> prefer | make use of the fact that -> use that
put to use -> use | bring into use -> use | make a start -> start
bear a resemblance to -> resemble | show a resemblance to -> resemble | have a similarity to -> resemble
be in use -> use | in contact with -> touch | be in contact with -> touch | be a member of -> belong to
be a part of -> belong to | be part of -> belong to
make mention of -> mention | make a note of -> note | keep a record of -> record | make a record of -> record
keep track of -> track | take a look at -> examine | have a look at -> examine
conduct a survey of -> survey | carry out a survey of -> survey | do a survey of -> survey
give permission for -> permit | give permission to -> permit | give consent to -> consent to
put pressure on -> press | come under pressure -> press
in the hands of -> by | at the hands of -> by | under the supervision of -> supervise by
under the direction of -> direct by | with the assistance of -> using
be on record as -> record as | be of interest -> interest
in equal measure -> equally | to the same extent -> equally | to an equal extent -> equally
to the same degree -> equally | to an equal degree -> equally
all over the world -> worldwide | around the world -> worldwide | across the world -> worldwide
throughout the world -> worldwide | in the whole world -> worldwide
on two occasions -> twice | two times -> twice | on one occasion -> once | on a single occasion -> once
a single time -> once | one time -> once | on three occasions -> three times
have to do with -> concern | have nothing to do with -> not concern | be go to -> will
be equivalent to -> be | out of -> of | out of these -> of these
inferior to -> worse than
superior to -> better than | in the year after that -> in next year
in the following year -> in next year
be comprise between -> lie between | the question of whether -> whether | the question whether -> whether
account for the fact -> account | we can know that -> | it can be know that -> | we can see that ->
it can be find that -> | we can find that -> | it be not difficult to find that ->
it be easy to see that ->
it be not difficult to see that -> | by the means of -> using | by mean of -> using | be go on -> continue
during the time in which -> during | during the time when -> during | at the moment when -> when
the moment at which -> when | the time at which -> when | the point at which -> when
the place where -> where
the manner in which -> how | the reason for which -> why | in the same way as -> like
in a way that -> so
in so far as -> as | insofar as -> as | as be the case with -> like | as be the case for -> like
as be the case in -> as in | in the majority of case -> usually | in a majority of case -> usually
in most instances -> usually | in many instances -> often | in some instances -> sometimes
in rare case -> rarely | in a number of case -> sometimes | on many occasions -> often
on most occasions -> usually | from time to time -> sometimes | at times -> sometimes
all the time -> always
at all times -> always | on every occasion -> always | at no time -> never
in the recent past -> recently
in the past -> previously | in former times -> formerly | in the near future -> soon | before long -> soon
at the beginning -> initially | in the beginning -> initially | at the start -> initially
at the outset -> initially | in the end -> finally | at last -> finally | later on -> later
in the mean time -> meanwhile | in the meantime -> meanwhile | by hand -> manually | by eye -> visually
at random -> randomly | in a random manner -> randomly | in a random order -> randomly
in random order -> randomly | in detail -> thoroughly | in depth -> thoroughly | in brief -> briefly
in short -> briefly | in summary -> overall | to sum up -> overall | in conclusion -> overall
all told -> overall | taken together -> overall | in particular -> particularly
above all -> particularly
in essence -> essentially | on purpose -> deliberately | by accident -> accidentally
by mistake -> accidentally | in parallel -> simultaneously | in tandem -> together
side by side -> together
step by step -> stepwise | little by little -> gradually | bit by bit -> gradually
one by one -> individually
one after another -> successively | one after the other -> successively | in succession -> successively
again and again -> repeatedly | over and over -> repeatedly | time and again -> repeatedly
to a lesser extent -> less | to a lesser degree -> less | to a greater extent -> more
to a greater degree -> more | to a large degree -> largely | to a high degree -> highly
to some degree -> partly | to a certain degree -> partly | to a small extent -> slightly
to a considerable extent -> considerably | with ease -> easily | with care -> carefully
with caution -> carefully | with success -> successfully | with accuracy -> accurately
with precision -> precisely | in an efficient manner -> efficiently | in an efficient way -> efficiently
in a systematic manner -> systematically | in a systematic way -> systematically
in a consistent manner -> consistently | in an automatic manner -> automatically
in a gradual manner -> gradually | in a uniform manner -> uniformly | in a different way -> differently
in a different manner -> differently
because of the fact that -> because | on behalf of -> for | in place of -> rather-than
in lieu of -> rather-than | in the middle of -> amid | in the midst of -> amid | next to -> beside
on top of -> on | at the level of -> at | at the site of -> at | at a temperature of -> at
at a pressure of -> at | at a rate of -> at | at a speed of -> at | at a concentration of -> at
at a distance of -> at | at the age of -> at age | for a period of -> for
for a total of -> for | for a duration of -> for | over a period of -> over | during a period of -> during
within a period of -> within  | in the area of -> in | in the field of -> in
in the region of -> in | in the domain of -> in | in the sphere of -> in | in the framework of -> in
within the framework of -> in | within the context of -> in | in the setting of -> in
on the part of -> by
from the point of view of -> from | from the perspective of -> from | from the viewpoint of -> from
from the standpoint of -> from | with the intention of -> to | with the intent of -> to
with the objective of -> to | with the purpose to -> to | with the aim to -> to | for purposes of -> to
in order that -> so | for want of -> without | for lack of -> without | to name a few ->
and so on -> etc
and so forth -> etc | and the like -> etc | that be to say -> ie
make a decision -> decide | make the decision -> decide | take the decision -> decide
take a decision -> decide | make a choice -> choose | make a selection -> select
make a distinction -> distinguish | make a change -> change | make changes to -> change
make modifications to -> modify | make adjustments to -> adjust | make improvements to -> improve
make an estimate of -> estimate | make an estimation of -> estimate | make a prediction of -> predict
make a contribution to -> contribute | make a measurement of -> measure | make measurements of -> measure
make an observation of -> observe | make observations of -> observe | make a calculation of -> calculate
make an assumption -> assume | make the assumption -> assume | make an effort to -> try to
make efforts to -> try to | make a test of -> test | make an analysis of -> analyse
perform an analysis of -> analyse | perform analysis of -> analyse | do a comparison of -> compare
make a comparison between -> compare | perform a comparison of -> compare
conduct an investigation of -> investigate | conduct an investigation into -> investigate
give an explanation of -> explain | give an explanation for -> explain | give a description of -> describe
give a summary of -> summarise | give a brief summary of -> briefly summarise
provide a summary of -> summarise | provide an overview of -> summarise
give an indication of -> indicate
provide an indication of -> indicate | give support to -> support | give evidence of -> show
provide information about -> describe | provide information on -> describe | put emphasis on -> emphasise
place emphasis on -> emphasise | lay emphasis on -> emphasise | put stress on -> emphasise
take care of -> handle | take note of -> note | come in contact with -> contact
come into contact with -> contact | come up with -> devise | come across -> encounter
come about -> occur
come into being -> arise | come into existence -> arise | be in existence -> exist | be in use -> use
be in operation -> operate | be in progress -> continue | be in charge of -> manage
be in line with -> $0 consistent with | be in accordance with -> $0 consistent with
be in keeping with -> $0 consistent with | be in accord with -> $0 consistent with
be in conflict with -> conflict with | be in competition with -> compete with | be of help -> help
be helpful in -> help | be helpful for -> help | be beneficial to -> benefit
be beneficial for -> benefit
be detrimental to -> harm | be harmful to -> harm | be successful in -> succeed in
be deficient in -> lack
be lacking in -> lack | be devoid of -> lack | be inclined to -> tend to | be doubtful about -> doubt
be conscious of -> know | be mindful of -> consider | be applicable to -> apply to
be relevant to -> concern | be equal to -> equal | be identical to -> same as
be identical with -> same as
be comparable to -> $0 similar to | be comparable with -> $0 similar to | be analogous to -> $0 similar to
be distinct from -> differ from | be unlike -> differ from | be dissimilar to -> differ from
be reliant on -> depend on | be contingent on -> depend on | be in a position to -> $0 able
be not in a position to -> $0 not able | be situated in -> be in | be located in -> be in
be located at -> be at | be located on -> be on | be situated on -> be on | be situated at -> be at
be present in -> be in | be made from -> comprise | be made of -> comprise | be constitute by -> comprise
be comprise by -> comprise | be comprise from -> comprise | be known as -> call | be refer to as -> call
the amount of time -> the time | the act of -> | the process of -> | the task of -> | the phenomenon of ->
the concept of -> | the idea of -> | the issue of -> | the use of -> use | the application of -> use
the occurrence of -> | a small amount of -> little | a large amount of -> much | a great amount of -> much
a limited number of -> few | a low number of -> few | a high number of -> many
a growing number of -> increasingly many | an increasing number of -> increasingly many
a multitude of -> many | a wealth of -> many | an abundance of -> many | a host of -> many
a piece of -> | a type of -> | a kind of -> | a form of -> | a sort of ->
a distance of ->
a temperature of -> | a pressure of ->
an average of -> average | a maximum of -> at-most | a minimum of -> at-least
none other than -> only | not a single -> no | in no way -> not | by no means -> not | not ever -> never
yes it can -> | yes it do -> | yes it be -> | yes they be -> | yes they do -> | yes they can ->
this be the question that -> | this be the question which -> | to reach a decision -> decide
"""

_FILLERS = """
it be worth note that; it be important to point out that; it be well worth mention here that
it be well worth mention that
it have to be say that; it must be say that; it should be say that; in actual fact; it need to be say that
it be necessary to point out that
it be worth mention here that; it be to be mention that; it be of interest to note that
it be necessary to note that; it be also worth note that; it be worth mention that; it should be note that
it must be note that; it be note that
it be important to note that; it be interest to note that; it be noteworthy that; note that; of note
needless to say
as a matter of fact; of course; you know; as we all know; it go without say that; in fact; as you can see
as can be see; as it turn out; it turn out that; to be honest; basically; actually; obviously; clearly
evidently
interestingly; importantly; notably; remarkably; strikingly; undoubtedly; certainly; indeed; essentially
really
very; truly; incredibly; extraordinarily; literally; simply; surprisingly; unsurprisingly; intriguingly
excitingly
so to speak; if you will; pretty much; honestly; frankly; without doubt; without a doubt
it be clear that; it be obvious that; it be evident that; it be apparent that; undeniably; unquestionably
it be interesting to note that; it be interesting that; importantly enough; curiously; quite; extremely
definitely
it be important to mention that; it should be mention that; it should be point out that; it be to be note that
it should be emphasise that; it be emphasise that; it must be emphasise that; it should be stress that
it be worth point out that; it be worthwhile to note that; worth note be that; dramatically; tremendously
unprecedented; groundbreaking; ground breaking; cutting edge; paradigm shifting; revolutionary; remarkable
striking
exciting; amazing; fascinating; extraordinary; game changing; in the light of this; in our study
in this study; in the present study; in the present paper; in this article; in the present article
in the current study; in the current work; in the current paper; in this report; in this contribution
in this paper; in our work; in this work; in the present work; just
please; okay; ok; like we say
as we say; as we say before; i mean; you see; all in all; at the end of the day; as mention above
as mention before; as mention earlier; as state above; as previously mention; as note above
"""

# Words that repeat what the next one says.
_REDUNDANT = """
future plans; past history; past historical
final outcome; end result; completely eliminate; completely eliminated
absolutely essential
basic fundamental; advance planning; each individual; close proximity; new innovation; general consensus
consensus opinion; collaborate together; combine together; join together; merge together; repeat again
return back
revert back; reduce down; add together; mix together; group together; first began; main focus; exact same
past experience; completely identical; totally identical; absolutely identical; completely unique
completely empty; completely absent; completely destroyed; totally destroyed; completely surrounded
entirely surrounded; completely full; completely filled; entirely eliminated; totally eliminated
completely immersed; entirely absent; totally absent; completely unanimous; entirely unanimous
simultaneous co-administration; simultaneous coadministration; simultaneous coexistence
joint collaboration; mutual cooperation; mutual agreement; mutual interaction; unexpected surprise
new discovery; brief moment; short moment; small speck; initial beginning; initial start; final conclusion
final end; final completion; still remain; still remained; still remains; still persist; still persists
previously preceded; repeat again; repeated again; reverted back; returned back; revert back; receded back
added together; added additionally; combined together; mixed together; joined together; linked together
connected together; merged together; gathered together; grouped together; collected together
pooled together; assembled together; clustered together; sum total; usual habit; true fact; actual fact
established fact; known fact; free gift; advance warning; prior planning; prior preplanning
current status; statistically significant; plan ahead; planned ahead
planned beforehand; period time; surrounding environment; future prospects; future outlook
necessary requirement; necessary prerequisite; essential requirement; essential prerequisite
general public; entire whole; each separate; different varieties; various different; many different
several different; two different; three different; four different
"""


def _entries(text: str) -> list[str]:
    return [e.strip() for e in text.replace("\n", "|").split("|") if e.strip()]


_CHANGES = (
    ("increase in", "increase"),
    ("rise in", "increase"),
    ("decrease in", "decrease"),
    ("fall in", "decrease"),
    ("drop in", "decrease"),
    ("decline in", "decrease"),
    ("reduction in", "reduce"),
    ("reduction of", "reduce"),
    ("improvement in", "improve"),
    ("improvement of", "improve"),
    ("change in", "change"),
    ("loss of", "lose"),
    ("increase of", "increase"),
    ("decrease of", "decrease"),
    ("change of", "change"),
    ("rise of", "increase"),
)
#: "leads to an increase in" is "increases".
_CAUSED = {
    f"{verb} {article}{noun}": to
    for verb in ("lead to", "result in", "give rise to", "cause", "bring about")
    for article in ("a ", "")
    for noun, to in _CHANGES
}

#: Phrase → what it is brought to.
PHRASES: Mapping[str, str] = {
    **_CAUSED,
    **{
        left.strip(): right.strip()
        for left, _, right in (entry.partition("->") for entry in _entries(_PHRASES + _MORE + _EDITED))
    },
}
#: Phrases that may go, and may not come.
FILLERS: tuple[str, ...] = tuple(_entries(_FILLERS.replace(";", "|")))
#: Pairs of words of which one may go.
REDUNDANT: tuple[str, ...] = tuple(_entries(_REDUNDANT.replace(";", "|")))
