import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import type { SavedView } from '@payserver/client';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { deleteView, saveView, viewsQuery } from '../api/views.ts';
import { parseSearch, writeSearch } from '../app/search-params.ts';
import { ErrorNote } from '../components/error-state.tsx';
import { TextSkeleton } from '../components/skeletons.tsx';
import { useText } from '../i18n/use-text.ts';
import type { ListPath } from './list-definition.ts';
import type { ListParams } from './list-search.ts';
import classes from './menus.module.css';
import { ToolButton } from './tool-button.tsx';

interface ViewsMenuProps {
  readonly path: ListPath;
  readonly params: ListParams;
}

/** Filters, columns and order under a name: a view is a URL of this list. */
export function ViewsMenu({ path, params }: ViewsMenuProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ToolButton
          icon={IconBookmark}
          label={text.lists.views}
          onClick={() => setIsOpen((before) => !before)}
        />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={text.lists.views}>
        <div className={classes['views']}>
          <ViewList path={path} onOpen={() => setIsOpen(false)} />
          <SaveView path={`${path}${writeSearch(params)}`} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ViewListProps {
  readonly path: ViewsMenuProps['path'];
  readonly onOpen: () => void;
}

function ViewList({ path, onOpen }: ViewListProps) {
  const text = useText();
  const { data, error } = useQuery(viewsQuery);
  if (error !== null) {
    return (
      <div className={classes['error']}>
        <ErrorNote error={error} title={text.errors.title} />
      </div>
    );
  }
  if (data === undefined) return <TextSkeleton />;
  const views = data.items.filter((view) => view.path.split('?')[0] === path);
  if (views.length === 0) return <p className={classes['none']}>{text.lists.noViews}</p>;
  return (
    <ul className={classes['list']}>
      {views.map((view) => (
        <ViewItem key={view.uuid} view={view} path={path} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function ViewItem({ view, path, onOpen }: ViewListProps & { readonly view: SavedView }) {
  const text = useText();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => await deleteView(view.uuid),
    onSettled: async () => await queries.invalidateQueries(viewsQuery),
  });
  return (
    <li className={classes['item']}>
      <Link
        to={path}
        search={parseSearch(view.path.split('?')[1] ?? '')}
        className={classes['view']}
        onClick={onOpen}
      >
        {view.name}
      </Link>
      <ActionIcon
        aria-label={text.lists.deleteView(view.name)}
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </li>
  );
}

/** The API's longest name. */
const MAX_NAME = 64;

function SaveView({ path }: { readonly path: string }) {
  const text = useText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: async () => await saveView(name.trim(), path),
    onSuccess: async () => {
      setName('');
      await queries.invalidateQueries(viewsQuery);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save.mutate();
      }}
    >
      <div className={classes['save']}>
        <TextInput
          size="xs"
          label={text.lists.saveView}
          placeholder={text.lists.viewName}
          value={name}
          maxLength={MAX_NAME}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={name.trim() === '' || save.isPending}>
          {text.common.save}
        </Button>
      </div>
      {save.error === null ? null : (
        <div className={classes['error']}>
          <ErrorNote error={save.error} />
        </div>
      )}
    </form>
  );
}
